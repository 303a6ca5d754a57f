SELECT latest_timestamp(x) AS t, latest_timestamp(x + 1) AS u, latest_timestamp(5) AS c FROM timed;
t | u | c
a: {"ts":"1970-01-01T00:00:01Z"} | {"ts":"1970-01-01T00:00:01Z"} | {"ts":"-Inf"}
b: {"ts":"1970-01-01T00:00:01Z"} | {"ts":"1970-01-01T00:00:01Z"} | {"ts":"-Inf"}

SELECT latest_timestamp(x @ TIMESTAMP '2020-01-01') AS t FROM timed;
t
a: {"ts":"2020-01-01T00:00:00Z"}
b: {"ts":"2020-01-01T00:00:00Z"}

SELECT latest_timestamp(at(x, '2020-01-01') + x) AS l, earliest_timestamp({x AS a, x @ '2020-01-01' AS b}) AS e, distinct_timestamps({x AS a, x @ '2020-01-01' AS b, 1 AS c}) AS d FROM timed LIMIT 1;
l | e | d
a: {"ts":"2020-01-01T00:00:00Z"} | {"ts":"1970-01-01T00:00:01Z"} | {"0":{"ts":"-Inf"},"1":{"ts":"1970-01-01T00:00:01Z"},"2":{"ts":"2020-01-01T00:00:00Z"}}

SELECT latest_timestamp(y) AS t, y FROM (SELECT x @ TIMESTAMP 86400 AS y, x FROM timed);
t | y
a: {"ts":"1970-01-02T00:00:00Z"} | 1
b: {"ts":"1970-01-02T00:00:00Z"} | 2

SELECT y, x FROM (SELECT x @ TIMESTAMP 86400 AS y, x FROM timed) WHEN value_timestamp() > TIMESTAMP '1970-01-01T12:00:00Z';
y | x
a: 1 | null
b: 2 | null

SELECT latest_timestamp(t.x) AS t, latest_timestamp(p.age) AS a, latest_timestamp(t.x + p.age) AS b FROM timed AS t JOIN people AS p ON t.x = 1 AND p.age = 31;
t | a | b
[a]-[ann]: {"ts":"1970-01-01T00:00:01Z"} | {"ts":"-Inf"} | {"ts":"1970-01-01T00:00:01Z"}

SELECT latest_timestamp(x) AS t, latest_timestamp(age) AS a FROM (SELECT t.x AS x, p.age AS age FROM timed AS t JOIN people AS p ON t.x = 1 AND p.age = 31);
t | a
[a]-[ann]: {"ts":"1970-01-01T00:00:01Z"} | {"ts":"-Inf"}

WITH w AS (SELECT x @ TIMESTAMP 86400 AS y, x FROM timed) SELECT latest_timestamp(y) AS t, latest_timestamp(x) AS u FROM w;
t | u
a: {"ts":"1970-01-02T00:00:00Z"} | {"ts":"1970-01-01T00:00:01Z"}
b: {"ts":"1970-01-02T00:00:00Z"} | {"ts":"1970-01-01T00:00:01Z"}

SELECT latest_timestamp(max(x)) AS m FROM timed;
m
[]: {"ts":"1970-01-01T00:00:01Z"}

SELECT latest(v) AS l, earliest(v) AS e FROM (SELECT x AS v FROM timed UNION ALL SELECT 5);
l | e
[]: 5 | 1

SELECT latest(x @ CASE WHEN x = 1 THEN TIMESTAMP 100 ELSE TIMESTAMP 50 END) AS l, earliest(x @ (x * 100)) AS e FROM timed;
l | e
[]: 1 | 1

SELECT x @ 'abc' AS y FROM timed;
! type-mismatch: 'abc' is no ISO 8601 date or time, such as 2020-01-02T03:04:05Z (line 1, column 8)

SELECT x @ null AS y, latest_timestamp(x @ null) AS t FROM timed;
y | t
a: 1 | {"ts":"-Inf"}
b: 2 | {"ts":"-Inf"}

SELECT 1 @ TIMESTAMP 5 AS a, {1 AS x, 2 AS y} @ TIMESTAMP 5 AS r;
a | r.x | r.y
result: 1 | 1 | 2

SELECT latest_timestamp({1 AS x, 2 AS y} @ TIMESTAMP 5) AS r;
r
result: {"ts":"1970-01-01T00:00:05Z"}

SELECT latest_timestamp((SELECT x FROM timed LIMIT 1)) AS r;
r
result: {"ts":"1970-01-01T00:00:01Z"}

SELECT stddev(x) OVER () AS s, latest_timestamp(x) AS t FROM timed;
s | t
a: 0.7071067811865476 | {"ts":"1970-01-01T00:00:01Z"}
b: 0.7071067811865476 | {"ts":"1970-01-01T00:00:01Z"}

SELECT score({x: max(x)})[value] AS s, latest_timestamp(max(x)) AS l FROM timed;
s | l
[]: 20 | {"ts":"1970-01-01T00:00:01Z"}

SELECT x, latest_timestamp(s) AS t FROM (SELECT x, score({x})[value] AS s FROM timed);
x | t
a: 1 | {"ts":"1970-01-01T00:00:01Z"}
b: 2 | {"ts":"1970-01-01T00:00:01Z"}

SELECT * FROM (SELECT stddev(x @ TIMESTAMP 5) OVER () AS s FROM timed) WHEN value_timestamp() > TIMESTAMP 1;
s
a: 0.7071067811865476
b: 0.7071067811865476
