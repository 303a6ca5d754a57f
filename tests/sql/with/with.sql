WITH old AS (SELECT name, age FROM people WHERE age > 30) SELECT * FROM old;
name | age
ann: "Ann" | 31
dan: "Dan" | 42

WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a) SELECT y FROM b;
y
result: 2

WITH c (u, v) AS (SELECT city, people FROM cities) SELECT u FROM c WHERE v > 500000;
u
c1: "Oslo"
c2: "Rome"

WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n;
i
1: 1
2: 2
3: 3
4: 4
5: 5

WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i * 2 FROM n WHERE i < 100) SELECT sum(i) AS s, count(*) AS c FROM n;
s | c
[]: 255 | 8

WITH p AS (SELECT city, count(*) AS n FROM people GROUP BY city) SELECT p.n, c.country FROM p JOIN cities AS c ON p.city = c.city;
p.n | c.country
"[[""Oslo""]]-[c1]": 2 | "Norway"
"[[""Rome""]]-[c2]": 1 | "Italy"

WITH a AS (SELECT 1 AS x) SELECT * FROM people WHERE age IN (SELECT x FROM a);
name | age | city | height

WITH s AS (SELECT name, score({x: age})[value] AS v FROM people WHERE age > 30) SELECT name FROM s WHERE v > 310;
name
dan: "Dan"

SELECT * FROM (WITH a AS (SELECT 2 AS x) SELECT x FROM a);
x
result: 2

-- title: a row of two columns for one name
WITH RECURSIVE c(n) AS (SELECT {1 AS a, 2 AS b} AS n UNION ALL SELECT x + 1 FROM c) SELECT n FROM c;
! syntax: "c" has 2 columns and 1 names (line 1, column 16)

-- title: a recursion that does not end is ended
WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS c FROM n;
! not-supported: a recursive WITH made more than 1000000 rows; give it a condition that ends it

-- title: a call inside a sub-select that reads a table of WITH
WITH a AS (SELECT age FROM people WHERE age > 30) SELECT s FROM (SELECT score({x: age})[value] AS s FROM a) ORDER BY s;
s
ann: 310
dan: 420

WITH a AS (SELECT 4 AS x), b AS (SELECT score({x: x})[value] AS y FROM a) SELECT y FROM b;
y
result: 40
