SELECT 5 BETWEEN 5 AND 5 AS x;
x
result: 1

SELECT 5 BETWEEN 6 AND 4 AS x;
x
result: 0

SELECT null BETWEEN 1 AND 2 AS x;
x
result: null

SELECT 1 BETWEEN null AND 2 AS x;
x
result: null

SELECT 3 BETWEEN null AND 2 AS x;
x
result: 0

SELECT 'b' BETWEEN 'a' AND 'c' AS x;
x
result: 1

SELECT 5 NOT BETWEEN 1 AND 3 AS x;
x
result: 1

SELECT 2 NOT BETWEEN 1 AND 3 AS x;
x
result: 0

SELECT null NOT BETWEEN 1 AND 2 AS x;
x
result: null

SELECT '5' BETWEEN 1 AND 9 AS x;
x
result: 0

SELECT TIMESTAMP '2020-06-01' BETWEEN TIMESTAMP '2020-01-01' AND TIMESTAMP '2021-01-01' AS x;
x
result: 1

SELECT 1 IN (1) AS x;
x
result: 1

SELECT 1 IN ('1') AS x;
x
result: 0

SELECT 1 IN (2, 1.0) AS x;
x
result: 1

SELECT 1 IN (2, 3) AS x;
x
result: 0

SELECT null IN (1) AS x;
x
result: null

SELECT null NOT IN (1) AS x;
x
result: null

SELECT 1 NOT IN (1) AS x;
x
result: 0

SELECT 1 NOT IN (2) AS x;
x
result: 1

SELECT 1 IN (SELECT 1) AS x;
x
result: 1

SELECT 1 IN (SELECT 2) AS x;
x
result: 0

SELECT 'Oslo' IN (SELECT city FROM cities) AS x;
x
result: 1

SELECT 2800000 IN (SELECT city, people FROM cities) AS x;
x
result: 1

SELECT 'Rome' NOT IN (SELECT city FROM cities) AS x;
x
result: 0

SELECT 'a' IN (KEYS OF {1 AS a, 2 AS b}) AS x;
x
result: 1

SELECT 'c' IN (KEYS OF {1 AS a, 2 AS b}) AS x;
x
result: 0

SELECT 2 IN (VALUES OF {1 AS a, 2 AS b}) AS x;
x
result: 1

SELECT 3 IN (VALUES OF {1 AS a, 2 AS b}) AS x;
x
result: 0

SELECT null IN (KEYS OF {1 AS a}) AS x;
x
result: null

SELECT null IN (VALUES OF {1 AS a}) AS x;
x
result: null

SELECT 'a' NOT IN (KEYS OF {1 AS a}) AS x;
x
result: 0

SELECT 'a' IN (KEYS OF {}) AS x;
x
result: 0
