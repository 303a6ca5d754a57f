SELECT age, count(*) AS n FROM people GROUP BY age;
age | n
[null]: null | 1
[25]: 25 | 2
[31]: 31 | 1
[42]: 42 | 1

SELECT rowName() AS r FROM people GROUP BY age;
r
[null]: "[null]"
[25]: "[25]"
[31]: "[31]"
[42]: "[42]"

SELECT groupKeyElement(0) AS k FROM people GROUP BY age;
k
[null]: null
[25]: 25
[31]: 31
[42]: 42

SELECT group_key_element(1) AS k FROM people GROUP BY age, name ORDER BY age LIMIT 1;
k
"[null,""Cat""]": "Cat"

SELECT count(*) AS n FROM people GROUP BY age > 30;
n
[null]: 1
[0]: 2
[1]: 2

SELECT age IS NULL AS a, count(*) AS n FROM people GROUP BY age IS NULL;
a | n
[0]: 0 | 4
[1]: 1 | 1

SELECT count(*) AS n FROM people GROUP BY city HAVING city IS NOT NULL;
n
"[""Oslo""]": 2
"[""Paris""]": 1
"[""Rome""]": 1

SELECT city FROM people GROUP BY city HAVING max(age) > 30;
city
[null]: null
"[""Oslo""]": "Oslo"

SELECT city + '!' AS x FROM people GROUP BY city HAVING count(*) = 1 ORDER BY city DESC;
x
"[""Rome""]": "Rome!"
"[""Paris""]": "Paris!"
[null]: null

SELECT max(age) - min(age) AS d FROM people;
d
[]: 17

SELECT sum(age + 1) AS s FROM people;
s
[]: 127

SELECT sum(age) + 1 AS s FROM people;
s
[]: 124

SELECT count(*) AS n FROM people HAVING count(*) > 10;
n

SELECT count(age) AS n, count(city) AS m, count(*) AS k FROM people;
n | m | k
[]: 4 | 4 | 5

SELECT count_distinct(age) AS n FROM people;
n
[]: 3

SELECT avg(age) AS a, min(age) AS i, max(age) AS x FROM people;
a | i | x
[]: 30.75 | 25 | 42

SELECT min(name) AS i, max(name) AS x FROM people;
i | x
[]: "Ann" | "eve"

SELECT sum(age) AS s, avg(age) AS a, min(age) AS i, max(age) AS x, count(age) AS n FROM people WHERE 0;
s | a | i | x | n
[]: 0 | {"num":"NaN"} | null | null | 0

SELECT variance(age) AS v, stddev(age) AS s FROM people WHERE age = 31;
v | s
[]: {"num":"NaN"} | {"num":"NaN"}

SELECT variance(age) AS v FROM people WHERE age < 42;
v
[]: 12

SELECT string_agg(name, ',') AS s FROM people;
s
[]: "Ann,Bob,Cat,Dan,eve"

SELECT string_agg(name, '-', age) AS s FROM people WHERE age > 25;
s
[]: "Ann-Dan"

SELECT vertical_sum(age) AS a, vertical_count(age) AS b, vertical_max(age) AS c FROM people;
a | b | c
[]: 123 | 4 | 42

SELECT sum({age, height}) AS s FROM people WHERE city = 'Oslo' GROUP BY city;
s.age | s.height
"[""Oslo""]": 31 | 3.3

SELECT count({*}) AS n FROM cities;
n.city | n.country | n.people
[]: 3 | 3 | 3

SELECT pivot(city, people) AS * FROM cities;
…
[]: {"Oslo":700000,"Rome":2800000,"Bern":134000}

SELECT age FROM people GROUP BY city;
! type-mismatch: variable 'age' must appear in the GROUP BY clause or be used in an aggregate function (line 1, column 8)

SELECT sum(sum(age)) FROM people;
! type-mismatch: aggregate sum inside an aggregate (line 1, column 12)

SELECT name FROM people WHERE sum(age) > 1;
! type-mismatch: aggregate sum is not allowed here (line 1, column 31)

SELECT avg(1, 2) FROM people;
! invalid-argument: function avg expected 1 argument, got 2 (line 1, column 8)

SELECT * FROM people GROUP BY age;
! type-mismatch: Wildcard cannot be used with GROUP BY (line 1, column 8)

-- title: what is written like a key is the key
SELECT rowName(), count(*) AS n FROM people GROUP BY rowName() LIMIT 2;
rowName() | n
"[""ann""]": "ann" | 1
"[""bob""]": "bob" | 1

SELECT rowPathElement(0) AS e, rowName() AS n FROM people GROUP BY rowPathElement(0) LIMIT 1;
e | n
"[""ann""]": "ann" | "\"[\"\"ann\"\"]\""

SELECT rowPathElement(-1) || '!' AS e, count(*) AS n FROM people GROUP BY rowPathElement(-1) LIMIT 1;
e | n
"[""ann""]": "ann!" | 1

-- title: else the functions are about the group
SELECT rowPathElement(0) AS e, rowName() AS n FROM people GROUP BY city LIMIT 1;
e | n
[null]: "[null]" | "[null]"

-- title: of a side of a join
SELECT c.rowName() AS c, count(*) AS n FROM people AS p JOIN cities AS c ON p.city = c.city GROUP BY c.rowName();
c | n
"[""c1""]": "c1" | 2
"[""c2""]": "c2" | 1

SELECT p.rowName() AS p FROM people AS p JOIN cities AS c ON p.city = c.city GROUP BY c.rowName();
! type-mismatch: variable 'p.rowName()' must appear in the GROUP BY clause or be used in an aggregate function (line 1, column 8)

-- title: the name of an item is the item where no column has that name
SELECT city AS c, count(*) AS n FROM people GROUP BY c HAVING n > 1;
c | n
"[""Oslo""]": "Oslo" | 2

SELECT age > 30 AS old, count(*) AS n FROM people GROUP BY old ORDER BY n DESC;
old | n
[0]: 0 | 2
[1]: 1 | 2
[null]: null | 1

-- title: a column goes before the name of an item
SELECT upper(city) AS name, count(*) AS n FROM people GROUP BY name;
! type-mismatch: variable 'city' must appear in the GROUP BY clause or be used in an aggregate function (line 1, column 14)

-- title: an aggregate is no key
SELECT count(*) AS n FROM people GROUP BY n;
! type-mismatch: aggregate count is not allowed here (line 1, column 8)

SELECT vertical_count(*) AS n, vertical_sum(age) AS s FROM people;
n | s
[]: 5 | 123
