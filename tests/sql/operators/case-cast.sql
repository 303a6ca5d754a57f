SELECT CASE WHEN 1 THEN 'a' ELSE 'b' END AS x;
x
result: "a"

SELECT CASE WHEN 0 THEN 'a' ELSE 'b' END AS x;
x
result: "b"

SELECT CASE WHEN 0 THEN 'a' END AS x;
x
result: null

SELECT CASE WHEN null THEN 'a' ELSE 'b' END AS x;
x
result: "b"

SELECT CASE 1 WHEN 1 THEN 'x' END AS x;
x
result: "x"

SELECT CASE 1 WHEN '1' THEN 'x' ELSE 'y' END AS x;
x
result: "y"

SELECT CASE null WHEN null THEN 'x' ELSE 'y' END AS x;
x
result: "y"

SELECT CASE 2 WHEN 1 THEN 'x' WHEN 2 THEN 'y' WHEN 2 THEN 'z' END AS x;
x
result: "y"

SELECT CASE WHEN 1 = 2 THEN 1 WHEN 1 = 1 THEN CASE WHEN 1 THEN 'in' END END AS x;
x
result: "in"

SELECT CASE 'a' WHEN 'b' THEN 1 END AS x;
x
result: null

SELECT case when 1 then 2 end AS x;
x
result: 2

SELECT CASE WHEN 1 THEN null ELSE 2 END AS x;
x
result: null

SELECT CAST (1 AS string) AS x;
x
result: "1"

SELECT CAST (1.5 AS string) AS x;
x
result: "1.5"

SELECT CAST (-0.5 AS string) AS x;
x
result: "-0.5"

SELECT CAST ('a' AS string) AS x;
x
result: "a"

SELECT CAST (true AS string) AS x;
x
result: "1"

SELECT CAST (TIMESTAMP '2020-01-02T03:04:05Z' AS string) AS x;
x
result: "2020-01-02T03:04:05Z"

SELECT CAST (null AS string) AS x;
x
result: null

SELECT CAST (parse_path('a.b') AS string) AS x;
x
result: "a.b"

SELECT CAST ('12' AS integer) AS x;
x
result: 12

SELECT CAST (-1.9 AS integer) AS x;
x
result: -1

SELECT CAST ('a' AS integer) AS x;
x
result: null

SELECT CAST ('' AS integer) AS x;
x
result: null

SELECT CAST (null AS integer) AS x;
x
result: null

SELECT CAST ('1.5' AS number) AS x;
x
result: 1.5

SELECT CAST ('1e3' AS number) AS x;
x
result: 1000

SELECT CAST ('x' AS number) AS x;
x
result: null

SELECT CAST (3 AS number) AS x;
x
result: 3

SELECT CAST ('-7' AS NUMBER) AS x;
x
result: -7

SELECT CAST (1 AS boolean) AS x;
x
result: 1

SELECT CAST (0 AS boolean) AS x;
x
result: 0

SELECT CAST (2 AS boolean) AS x;
x
result: 1

SELECT CAST (null AS boolean) AS x;
x
result: null

SELECT CAST ('2020-01-02T03:04:05Z' AS timestamp) AS x;
x
result: {"ts":"2020-01-02T03:04:05Z"}

SELECT CAST ('x' AS timestamp) AS x;
x
result: null

SELECT CAST (TIMESTAMP 5 AS timestamp) AS x;
x
result: {"ts":"1970-01-01T00:00:05Z"}

SELECT CAST ('a' AS path) AS x;
x
result: {"path":["a"]}

SELECT CAST (null AS path) AS x;
x
result: null

SELECT CAST ('ab' AS blob) AS x;
x
result: {"blob":["ab"]}
