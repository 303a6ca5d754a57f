-- title: counts take values that are not null
SELECT count(*) AS a, count(age) AS b, count(city) AS c, count(name) AS d FROM people;
a | b | c | d
[]: 5 | 4 | 4 | 5

SELECT vertical_count(age) AS x FROM people;
x
[]: 4

SELECT count_distinct(age) AS a, count_distinct(city) AS b, count_distinct(name) AS c FROM people;
a | b | c
[]: 3 | 3 | 5

SELECT sum(age) AS a, avg(age) AS b, min(age) AS c, max(age) AS d FROM people;
a | b | c | d
[]: 123 | 30.75 | 25 | 42

SELECT min(name) AS a, max(name) AS b, min(city) AS c, max(city) AS d FROM people;
a | b | c | d
[]: "Ann" | "eve" | "Oslo" | "Rome"

-- title: sample variance: 31, 25, 42, 25 by numpy with ddof=1
SELECT round(variance(age), 6) AS a, round(stddev(age), 6) AS b FROM people;
a | b
[]: 64.25 | 8.01561

SELECT variance(age) AS a, stddev(age) AS b FROM people WHERE name = 'Ann';
a | b
[]: {"num":"NaN"} | {"num":"NaN"}

-- title: over no rows
SELECT count(*) AS a, count(age) AS b, sum(age) AS c, avg(age) AS d, min(age) AS e, max(age) AS f, variance(age) AS g FROM people WHERE age > 1000;
a | b | c | d | e | f | g
[]: 0 | 0 | 0 | {"num":"NaN"} | null | null | {"num":"NaN"}

SELECT string_agg(name, ', ') AS x FROM people WHERE age > 1000;
x
[]: null

SELECT string_agg(name, ', ') AS x FROM people;
x
[]: "Ann, Bob, Cat, Dan, eve"

-- title: string_agg orders by its key, then by the text
SELECT string_agg(name, '-', age) AS x FROM people;
x
[]: "Cat-Bob-eve-Ann-Dan"

SELECT string_agg(city, '-') AS x FROM people;
x
[]: "Oslo-Oslo-Paris-Rome"

SELECT string_agg(age, '+') AS x FROM people;
x
[]: "25+25+31+42"

SELECT city, count(*) AS n, sum(height) AS h FROM people GROUP BY city;
city | n | h
[null]: null | 1 | 0
"[""Oslo""]": "Oslo" | 2 | 3.3
"[""Paris""]": "Paris" | 1 | 1.75
"[""Rome""]": "Rome" | 1 | 1.85

SELECT city, avg(age) AS a FROM people GROUP BY city;
city | a
[null]: null | 42
"[""Oslo""]": "Oslo" | 31
"[""Paris""]": "Paris" | 25
"[""Rome""]": "Rome" | 25

SELECT city, earliest(name) IS NOT NULL AS a FROM people GROUP BY city HAVING count(*) = 1;
city | a
[null]: null | 1
"[""Paris""]": "Paris" | 1
"[""Rome""]": "Rome" | 1

SELECT pivot(name, age) AS p FROM people WHERE city = 'Rome';
p
[]: {"Bob":25}

SELECT cardinality(pivot(name, age)) AS n, pivot(name, age).Dan AS d, pivot(name, age).Cat AS c FROM people;
n | d | c
[]: 5 | 42 | null

SELECT pivot(name, height) AS p FROM people GROUP BY city HAVING count(*) = 1 AND city IS NOT NULL;
p
"[""Paris""]": {"eve":1.75}
"[""Rome""]": {"Bob":1.85}

SELECT pivot(city, 1) AS p FROM people WHERE name = 'Dan';
! type-mismatch: Cannot have a NULL column name (line 1, column 8)

-- title: order of mixed types: numbers (NaN first) before text before the rest
SELECT min(v) AS a, max(v) AS b, count(v) AS c, count_distinct(v) AS d FROM mixed;
a | b | c | d
[]: {"num":"NaN"} | {"ts":"1970-01-01T00:00:00Z"} | 8 | 8

SELECT sum(v) AS x FROM mixed;
! type-mismatch: Can't convert value '2' of type 'ASCII_STRING' to double (line 1, column 8)

-- title: aggregates of rows work per column
SELECT sum({age, height}) AS s FROM people WHERE city = 'Oslo';
s.age | s.height
[]: 31 | 3.3

-- title: aggregates of embeddings work per number
SELECT sum(e) AS s, avg(e) AS a, max(e) AS m FROM shapes;
s | a | m
[]: [5,7,9] | [2.5,3.5,4.5] | [4,5,6]

SELECT count(e) AS n FROM shapes;
n
[]: [2,2,2]

SELECT count(DISTINCT age) AS a, sum(DISTINCT age) AS b FROM people;
a | b
[]: 3 | 98

SELECT likelihood_ratio(city, city) > 1 AS a, likelihood_ratio(city, 1) AS b FROM people;
a | b
[]: 1 | 0

-- title: an aggregate of an expression, an expression of aggregates
SELECT sum(age * 2 + 1) AS a, max(age) - min(age) AS b, round(avg(height), 3) AS c FROM people;
a | b | c
[]: 250 | 17 | 1.725

SELECT sum(age, 1) AS x FROM people;
! invalid-argument: function sum expected 1 argument, got 2 (line 1, column 8)

SELECT name FROM people WHERE age = (SELECT max(age) FROM people);
name
dan: "Dan"

SELECT avg(length(name)) AS a, string_agg(upper(name), '') AS b FROM people;
a | b
[]: 3 | "ANNBOBCATDANEVE"

-- title: a key that holds a sub-select is known again where it is selected
SELECT age + (SELECT count(*) FROM cities) AS k, count(*) AS n FROM people WHERE age IS NOT NULL GROUP BY age + (SELECT count(*) FROM cities);
k | n
[28]: 28 | 2
[34]: 34 | 1
[45]: 45 | 1
