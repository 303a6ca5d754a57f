SELECT city, count(*) AS n, avg(age) AS a FROM people GROUP BY city;
city | n | a
[null]: null | 1 | 42
"[""Oslo""]": "Oslo" | 2 | 31
"[""Paris""]": "Paris" | 1 | 25
"[""Rome""]": "Rome" | 1 | 25

SELECT count(*), count(age), sum(age), min(name), max(height) FROM people;
count(*) | count(age) | sum(age) | min(name) | max(height)
[]: 5 | 4 | 123 | "Ann" | 1.85

SELECT count(*) AS n FROM people WHERE age > 100;
n
[]: 0

SELECT sum(age) AS s, avg(age) AS a, min(age) AS m FROM people WHERE age > 100;
s | a | m
[]: 0 | {"num":"NaN"} | null

SELECT age, city, count(*) AS n FROM people GROUP BY age, city;
age | city | n
"[null,""Oslo""]": null | "Oslo" | 1
"[25,""Paris""]": 25 | "Paris" | 1
"[25,""Rome""]": 25 | "Rome" | 1
"[31,""Oslo""]": 31 | "Oslo" | 1
[42,null]: 42 | null | 1

SELECT age + 1 AS next, count(*) AS n FROM people GROUP BY age + 1;
next | n
[null]: null | 1
[26]: 26 | 2
[32]: 32 | 1
[43]: 43 | 1

SELECT (age + 1) * 2 AS x FROM people GROUP BY age + 1;
x
[null]: null
[26]: 52
[32]: 64
[43]: 86

SELECT name FROM people GROUP BY city;
! type-mismatch: variable 'name' must appear in the GROUP BY clause or be used in an aggregate function (line 1, column 8)

SELECT * FROM people GROUP BY city;
! type-mismatch: Wildcard cannot be used with GROUP BY (line 1, column 8)

SELECT city FROM people GROUP BY city HAVING count(*) > 1;
city
"[""Oslo""]": "Oslo"

SELECT city, count(*) AS n FROM people GROUP BY city ORDER BY count(*) DESC;
city | n
"[""Oslo""]": "Oslo" | 2
[null]: null | 1
"[""Paris""]": "Paris" | 1
"[""Rome""]": "Rome" | 1

SELECT city, count(*) AS n FROM people GROUP BY city ORDER BY n DESC, city DESC LIMIT 2;
city | n
"[""Oslo""]": "Oslo" | 2
"[""Rome""]": "Rome" | 1

SELECT sum({age, height}) FROM people;
sum({age, height}).age | sum({age, height}).height
[]: 123 | 6.9

SELECT count({*}) FROM people;
count({*}).name | count({*}).age | count({*}).city | count({*}).height
[]: 5 | 4 | 4 | 4

SELECT groupKeyElement(0) AS k, rowName() AS n FROM people GROUP BY city;
k | n
[null]: null | "[null]"
"[""Oslo""]": "Oslo" | "\"[\"\"Oslo\"\"]\""
"[""Paris""]": "Paris" | "\"[\"\"Paris\"\"]\""
"[""Rome""]": "Rome" | "\"[\"\"Rome\"\"]\""

SELECT count(DISTINCT age) AS n, sum(DISTINCT age) AS s FROM people;
n | s
[]: 3 | 98

SELECT count(*) FILTER (WHERE age > 30) AS n, sum(age) FILTER (WHERE city = 'Oslo') AS s FROM people;
n | s
[]: 2 | 31

SELECT sum(sum(age)) FROM people;
! type-mismatch: aggregate sum inside an aggregate (line 1, column 12)

SELECT age FROM people WHERE sum(age) > 1;
! type-mismatch: aggregate sum is not allowed here (line 1, column 30)

SELECT avg(age, 2) FROM people;
! invalid-argument: function avg expected 1 argument, got 2 (line 1, column 8)

SELECT v, count(*) AS n FROM mixed GROUP BY v;
v | n
[null]: null | 1
"[{""num"":""NaN""}]": {"num":"NaN"} | 1
"[{""num"":""-Inf""}]": {"num":"-Inf"} | 1
"[1.5]": 1.5 | 1
[2]: 2 | 1
[18446744073709551615]: 18446744073709551615 | 1
"[""2""]": "2" | 1
"[""abc""]": "abc" | 1
"[{""ts"":""1970-01-01T00:00:00Z""}]": {"ts":"1970-01-01T00:00:00Z"} | 1

SELECT DISTINCT age FROM people;
age
[null]: null
[25]: 25
[31]: 31
[42]: 42

SELECT DISTINCT city FROM people ORDER BY city DESC;
city
"[""Rome""]": "Rome"
"[""Paris""]": "Paris"
"[""Oslo""]": "Oslo"
[null]: null

SELECT DISTINCT ON (city) city, name FROM people ORDER BY city, age DESC;
city | name
dan: null | "Dan"
ann: "Oslo" | "Ann"
eve: "Paris" | "eve"
bob: "Rome" | "Bob"

SELECT string_agg(name, ',') AS s FROM people;
s
[]: "Ann,Bob,Cat,Dan,eve"

SELECT count(*) AS n FROM people GROUP BY 1;
n
[1]: 5

SELECT sum(age) / count(*) AS mean FROM people HAVING count(*) > 1;
mean
[]: 24.6

SELECT max(age) - min(age) AS spread FROM people GROUP BY city IS NULL;
spread
[0]: 6
[1]: 0
