SELECT 0 AS x;
x
result: 0

SELECT 007 AS x;
x
result: 7

SELECT .5 AS x;
x
result: 0.5

SELECT 5. AS x;
x
result: 5

SELECT 1e3 AS x;
x
result: 1000

SELECT 1E+2 AS x;
x
result: 100

SELECT 1e-3 AS x;
x
result: 0.001

SELECT 1.25e2 AS x;
x
result: 125

SELECT 9223372036854775807 AS x;
x
result: 9223372036854775807

SELECT 18446744073709551615 AS x;
x
result: 18446744073709551615

SELECT true AS x;
x
result: 1

SELECT FALSE AS x;
x
result: 0

SELECT True AS x;
x
result: 1

SELECT null AS x;
x
result: null

SELECT NULL AS x;
x
result: null

SELECT inf AS x;
x
result: {"num":"Inf"}

SELECT -inf AS x;
x
result: {"num":"-Inf"}

SELECT nan AS x;
x
result: {"num":"NaN"}

SELECT INF AS x;
x
result: {"num":"Inf"}

SELECT '' AS x;
x
result: ""

SELECT '''' AS x;
x
result: "'"

SELECT 'it''s' AS x;
x
result: "it's"

SELECT 'a"b' AS x;
x
result: "a\"b"

SELECT '-- no' AS x;
x
result: "-- no"

SELECT '/* no */' AS x;
x
result: "/* no */"

SELECT 'a\nb' AS x;
x
result: "a\\nb"

SELECT '☃' AS x;
x
result: "☃"

SELECT 1 /* two */ + /* three */ 2 AS x;
x
result: 3

SELECT 1 -- two
 + 2 AS x;
x
result: 3

SELECT (((1))) AS x;
x
result: 1

SELECT [1, 2] AS x;
x
result: [1,2]

SELECT [[1, 0], [0, 1]] AS x;
x
result: [[1,0],[0,1]]

SELECT TIMESTAMP '2020-01-02' AS x;
x
result: {"ts":"2020-01-02T00:00:00Z"}

SELECT TIMESTAMP '2020-01-02T03:04:05+02:00' AS x;
x
result: {"ts":"2020-01-02T01:04:05Z"}

SELECT timestamp '2020-01-02T03:04:05Z' AS x;
x
result: {"ts":"2020-01-02T03:04:05Z"}

SELECT TIMESTAMP 0 AS x;
x
result: {"ts":"1970-01-01T00:00:00Z"}

SELECT TIMESTAMP 1234 AS x;
x
result: {"ts":"1970-01-01T00:20:34Z"}

SELECT INTERVAL '3 month 2 day 1h 5s' AS x;
x
result: {"interval":"3 MONTH 2D 1H 5S"}

SELECT INTERVAL '1w' = INTERVAL '7 day' AS x;
x
result: 1

SELECT INTERVAL '1h' = INTERVAL '60 minute' AS x;
x
result: 1

SELECT INTERVAL '1 minute' = INTERVAL '60s' AS x;
x
result: 1

SELECT INTERVAL '1 year' = INTERVAL '12 month' AS x;
x
result: 1

SELECT INTERVAL '1y' = INTERVAL '12 month' AS x;
x
result: 1

SELECT INTERVAL '2m' = INTERVAL '120 second' AS x;
x
result: 1

SELECT INTERVAL '-1 day' < INTERVAL '1 day' AS x;
x
result: 1

SELECT INTERVAL '-1 day 2h' = INTERVAL '0s' - INTERVAL '1 day 2h' AS x;
x
result: 1

SELECT INTERVAL '1d' = INTERVAL '1 day' AS x;
x
result: 1

SELECT TIMESTAMP '2020-01-01' + INTERVAL '1 day' AS x;
x
result: {"ts":"2020-01-02T00:00:00Z"}

SELECT TIMESTAMP '2020-03-31' - INTERVAL '1 month' AS x;
x
result: {"ts":"2020-02-29T00:00:00Z"}

SELECT TIMESTAMP '2020-01-01' + INTERVAL '1h 30 minute' AS x;
x
result: {"ts":"2020-01-01T01:30:00Z"}

SELECT TIMESTAMP '2020-01-31' + INTERVAL '1 year' AS x;
x
result: {"ts":"2021-01-31T00:00:00Z"}

SELECT TIMESTAMP '2020-01-01' + 1.5 AS x;
x
result: {"ts":"2020-01-02T12:00:00Z"}

SELECT TIMESTAMP '2020-01-02' - 1 AS x;
x
result: {"ts":"2020-01-01T00:00:00Z"}

SELECT TIMESTAMP '2020-01-02' - TIMESTAMP '2020-01-01' = INTERVAL '1 day' AS x;
x
result: 1

SELECT INTERVAL '1 day' * 3 = INTERVAL '3 day' AS x;
x
result: 1

SELECT 2 * INTERVAL '1h' = INTERVAL '2h' AS x;
x
result: 1

SELECT INTERVAL '2h' / 2 = INTERVAL '1h' AS x;
x
result: 1

SELECT INTERVAL '1h' + INTERVAL '1h' = INTERVAL '2h' AS x;
x
result: 1

SELECT TIMESTAMP '2020-01-01' + null AS x;
x
result: null

select 1 as x, 2 AS X;
x | X
result: 1 | 2

SELECT
1
AS
x;
x
result: 1

SELECT 1 AS x;
x
result: 1

SELECT "abc" IS NULL AS x;
x
result: 1
? no column "abc" here; it reads as NULL. A text stands in single quotes: 'abc' (line 1, column 8)
