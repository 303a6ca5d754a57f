SELECT 2 + 3 * 4 AS x;
x
result: 14

SELECT 2 * 3 + 4 AS x;
x
result: 10

SELECT (2 + 3) * 4 AS x;
x
result: 20

SELECT 20 / 2 * 5 AS x;
x
result: 50

SELECT 1 | 2 + 4 AS x;
x
result: 7

SELECT 6 & 3 * 2 AS x;
x
result: 6

SELECT 5 ^ 1 + 1 AS x;
x
result: 5

SELECT ~1 + 1 AS x;
x
result: -1

SELECT 4 & 6 + 1 AS x;
x
result: 5

SELECT 1 + 4 & 6 AS x;
x
result: 4

SELECT NOT 1 = 2 AS x;
x
result: 1

SELECT NOT 0 AND 0 AS x;
x
result: 0

SELECT NOT (0 AND 0) AS x;
x
result: 1

SELECT 1 OR 0 AND 0 AS x;
x
result: 1

SELECT (1 OR 0) AND 0 AS x;
x
result: 0

SELECT 0 AND 0 OR 1 AS x;
x
result: 1

SELECT 1 + 1 = 2 AS x;
x
result: 1

SELECT 1 = 1 AND 2 = 2 AS x;
x
result: 1

SELECT 2 > 1 = 1 AS x;
x
result: 1

SELECT 1 < 2 < 3 AS x;
x
result: 1

SELECT 3 > 2 > 1 AS x;
x
result: 0

SELECT 3 + 4 IN (7) AS x;
x
result: 1

SELECT 1 + 5 BETWEEN 5 AND 7 AS x;
x
result: 1

SELECT 'a' + 'b' LIKE 'ab' AS x;
x
result: 1

SELECT NOT null IS NULL AS x;
x
result: 0

SELECT 2 * null IS NULL AS x;
x
result: 2

SELECT 1 + null IS NULL AS x;
x
result: 2

SELECT 5 + 5 IS NOT NULL AS x;
x
result: 6

SELECT NOT 1 IN (2) AS x;
x
result: 1

SELECT NOT 1 BETWEEN 2 AND 3 AS x;
x
result: 1

SELECT NOT 'a' LIKE 'b' AS x;
x
result: 1

SELECT 1 BETWEEN 0 AND 2 AND 1 AS x;
x
result: 1

SELECT 1 BETWEEN 0 AND 2 AND 0 AS x;
x
result: 0

SELECT -2 * -3 AS x;
x
result: 6

SELECT - 2 + 3 AS x;
x
result: 1

SELECT 1 = 0 OR 1 = 1 AS x;
x
result: 1

SELECT NOT NOT 5 AS x;
x
result: 1

SELECT NOT NOT null AS x;
x
result: null

SELECT -(2 + 3) AS x;
x
result: -5
