SELECT city FROM people UNION SELECT city FROM cities ORDER BY city;
city
1: null
2: "Bern"
3: "Oslo"
4: "Paris"
5: "Rome"

SELECT age AS a FROM people UNION SELECT 25 AS a ORDER BY a;
a
1: null
2: 25
3: 31
4: 42

SELECT city FROM people UNION SELECT city FROM cities ORDER BY 1 DESC LIMIT 2;
city
1: "Rome"
2: "Paris"

SELECT 1 AS x, 'a' AS y UNION SELECT 1, 'a' ORDER BY x;
x | y
1: 1 | "a"

SELECT city FROM people UNION ALL SELECT city FROM cities ORDER BY city;
city
1: null
2: "Bern"
3: "Oslo"
4: "Oslo"
5: "Oslo"
6: "Paris"
7: "Rome"
8: "Rome"

SELECT age AS a FROM people UNION ALL SELECT 25 AS a ORDER BY a;
a
1: null
2: 25
3: 25
4: 25
5: 31
6: 42

SELECT city FROM people UNION ALL SELECT city FROM cities ORDER BY 1 DESC LIMIT 2;
city
1: "Rome"
2: "Rome"

SELECT 1 AS x, 'a' AS y UNION ALL SELECT 1, 'a' ORDER BY x;
x | y
1: 1 | "a"
2: 1 | "a"

SELECT city FROM people INTERSECT SELECT city FROM cities ORDER BY city;
city
1: "Oslo"
2: "Rome"

SELECT age AS a FROM people INTERSECT SELECT 25 AS a ORDER BY a;
a
1: 25

SELECT city FROM people INTERSECT SELECT city FROM cities ORDER BY 1 DESC LIMIT 2;
city
1: "Rome"
2: "Oslo"

SELECT 1 AS x, 'a' AS y INTERSECT SELECT 1, 'a' ORDER BY x;
x | y
1: 1 | "a"

SELECT city FROM people EXCEPT SELECT city FROM cities ORDER BY city;
city
1: null
2: "Paris"

SELECT age AS a FROM people EXCEPT SELECT 25 AS a ORDER BY a;
a
1: null
2: 31
3: 42

SELECT city FROM people EXCEPT SELECT city FROM cities ORDER BY 1 DESC LIMIT 2;
city
1: "Paris"
2: null

SELECT 1 AS x, 'a' AS y EXCEPT SELECT 1, 'a' ORDER BY x;
x | y

SELECT 1 AS x UNION SELECT 2 UNION SELECT 3 ORDER BY x DESC;
x
1: 3
2: 2
3: 1

SELECT 1 AS x UNION ALL SELECT 1 EXCEPT SELECT 2 ORDER BY x;
x
1: 1

SELECT 3 AS x UNION SELECT 1 UNION SELECT 2 ORDER BY x LIMIT 1 OFFSET 1;
x
1: 2

SELECT count(*) AS n FROM (SELECT city FROM people UNION SELECT city FROM cities);
n
[]: 5

VALUES (1, 2), (3, 4);
column1 | column2
1: 1 | 2
2: 3 | 4

VALUES ('a'), ('b') UNION ALL VALUES ('c');
column1
1: "a"
2: "b"
3: "c"

SELECT column1 + column2 AS s FROM (VALUES (1, 2), (3, 4));
s
1: 3
2: 7
