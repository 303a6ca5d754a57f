SELECT 1 AS x UNION ALL SELECT 2 UNION ALL SELECT 1;
x
1: 1
2: 2
3: 1

SELECT 1 AS x UNION SELECT 2 UNION SELECT 1;
x
1: 1
2: 2

SELECT city FROM people INTERSECT SELECT city FROM cities ORDER BY city;
city
1: "Oslo"
2: "Rome"

SELECT city FROM people EXCEPT SELECT city FROM cities ORDER BY 1 DESC;
city
1: "Paris"
2: null

SELECT city FROM people UNION SELECT city FROM cities ORDER BY city LIMIT 3 OFFSET 1;
city
1: "Bern"
2: "Oslo"
3: "Paris"

VALUES (1, 'a'), (2, 'b');
column1 | column2
1: 1 | "a"
2: 2 | "b"

SELECT column1 + 1 AS x FROM (VALUES (1), (2)) AS v;
x
1: 2
2: 3

SELECT v.a FROM (VALUES (1, 2), (3, 4)) AS v (a, b) WHERE v.b > 2;
v.a
2: 3

SELECT * FROM (SELECT 1 AS x UNION ALL SELECT 2) WHERE x > 1;
x
2: 2

SELECT 1, 2 UNION SELECT 1;
! type-mismatch: the sides of UNION have 2 and 1 columns (line 1, column 1)

VALUES (1), (2, 3);
! syntax: all rows of VALUES must have as many values as the first (line 1, column 1)

SELECT name FROM people WHERE age IN (SELECT 25 UNION SELECT 42);
name
bob: "Bob"
dan: "Dan"
eve: "eve"

SELECT (VALUES (7)) AS x;
x
result: 7

SELECT name FROM people WHERE (name, age) IN (SELECT 'Bob', 25);
name
bob: "Bob"

SELECT name FROM people WHERE (name, age) IN ((1, 2), ('Ann', 31));
name
ann: "Ann"

SELECT name FROM people UNION SELECT city FROM cities ORDER BY lower(name) DESC LIMIT 2;
name
1: "Rome"
2: "Oslo"

SELECT 2 IN (WITH p AS (SELECT 1 AS a, 2 AS b) SELECT a, b FROM p) AS x;
x
result: 1

-- title: a sub-select in the ORDER BY of a compound reads the compound's own columns
SELECT 3 AS a UNION SELECT 1 ORDER BY (SELECT max(x) FROM (SELECT 5 AS x) AS s) - a;
a
1: 3
2: 1

-- title: sides without columns, also in WITH
SELECT COLUMN EXPR STRUCTURED (SELECT rowCount()) FROM sparse UNION SELECT * FROM transpose((SELECT tokenize(name, {splitChars: 'a'}) AS * FROM people)) ORDER BY rowName();
(no columns)
1:

WITH w AS (SELECT COLUMN EXPR STRUCTURED (SELECT rowCount()) FROM sparse UNION SELECT * FROM transpose((SELECT tokenize(name, {splitChars: 'a'}) AS * FROM people))) SELECT count(*) AS n FROM w;
n
[]: 1
