SELECT 1 < 2 AS x;
x
result: 1

SELECT 2 < 1 AS x;
x
result: 0

SELECT 2 <= 2 AS x;
x
result: 1

SELECT 2 >= 3 AS x;
x
result: 0

SELECT 3 > 2 AS x;
x
result: 1

SELECT 1 = 1 AS x;
x
result: 1

SELECT 1 == 1 AS x;
x
result: 1

SELECT 1 != 1 AS x;
x
result: 0

SELECT 1 = 2 AS x;
x
result: 0

SELECT 2 = 2.0 AS x;
x
result: 1

SELECT 2 = '2' AS x;
x
result: 0

SELECT 2 != '2' AS x;
x
result: 1

SELECT 'a' = 'A' AS x;
x
result: 0

SELECT 'a ' = 'a' AS x;
x
result: 0

SELECT 'a' == 'a' AS x;
x
result: 1

SELECT true = 1 AS x;
x
result: 1

SELECT false = 0 AS x;
x
result: 1

SELECT 0.1 + 0.2 = 0.3 AS x;
x
result: 0

SELECT null = null AS x;
x
result: null

SELECT null != 1 AS x;
x
result: null

SELECT null < 1 AS x;
x
result: null

SELECT 1 >= null AS x;
x
result: null

SELECT 1 < 'a' AS x;
x
result: 1

SELECT 1e300 < '' AS x;
x
result: 1

SELECT inf < '0' AS x;
x
result: 1

SELECT 'z' < TIMESTAMP 0 AS x;
x
result: 1

SELECT TIMESTAMP '2020-01-01' < INTERVAL '1s' AS x;
x
result: 1

SELECT INTERVAL '1s' > 'z' AS x;
x
result: 1

SELECT nan < -inf AS x;
x
result: 1

SELECT nan < nan AS x;
x
result: 0

SELECT nan <= nan AS x;
x
result: 1

SELECT nan = nan AS x;
x
result: 1

SELECT -inf < -1e308 AS x;
x
result: 1

SELECT 1 < {1 AS x} AS x;
x
result: 1

SELECT 'zzz' < {1 AS x} AS x;
x
result: 1

SELECT {1 AS x} < [1] AS x;
x
result: 1

SELECT 5 < [1] AS x;
x
result: 1

SELECT 'b' < 'a' AS x;
x
result: 0

SELECT 'B' < 'a' AS x;
x
result: 1

SELECT '' < 'a' AS x;
x
result: 1

SELECT 'a' < 'ab' AS x;
x
result: 1

SELECT 'é' > 'z' AS x;
x
result: 1

SELECT '10' < '9' AS x;
x
result: 1

SELECT {1 AS a, 2 AS b} = {2 AS b, 1 AS a} AS x;
x
result: 1

SELECT {1 AS a} = {1 AS b} AS x;
x
result: 0

SELECT {1 AS a} < {2 AS a} AS x;
x
result: 1

SELECT {1 AS a} < {1 AS b} AS x;
x
result: 1

SELECT {1 AS a} = {1.0 AS a} AS x;
x
result: 1

SELECT {1 AS a} = {'1' AS a} AS x;
x
result: 0

SELECT [1, 2] = [1, 2] AS x;
x
result: 1

SELECT [1, 2] < [1, 3] AS x;
x
result: 1

SELECT [1, 2] = [2, 1] AS x;
x
result: 0

SELECT [1, 2] != [1, 2] AS x;
x
result: 0

SELECT [1, 9] < [2, 0] AS x;
x
result: 1

SELECT rowPath() = 'result' AS x;
x
result: 0

SELECT CAST (rowPath() AS string) = 'result' AS x;
x
result: 1

SELECT rowPath() = CAST ('result' AS path) AS x;
x
result: 1

SELECT parse_path('a.b') = parse_path('a.b') AS x;
x
result: 1

SELECT TIMESTAMP '2020-01-01' < TIMESTAMP '2020-01-02' AS x;
x
result: 1

SELECT TIMESTAMP '2020-01-01T00:00:00Z' = TIMESTAMP '2020-01-01' AS x;
x
result: 1

SELECT TIMESTAMP 0 = TIMESTAMP '1970-01-01' AS x;
x
result: 1

SELECT 18446744073709551615 > 9223372036854775807 AS x;
x
result: 1

SELECT -9223372036854775808 < 0 AS x;
x
result: 1

SELECT 9007199254740993 = 9007199254740992 AS x;
x
result: 0
