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
[]: 2 | 5

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

-- title: rows of UNION ALL keep their times
SELECT latest(v) AS l, earliest(v) AS e FROM (SELECT x @ TIMESTAMP '2020-01-01' AS v FROM timed UNION ALL SELECT x + 10 FROM timed);
l | e
[]: 2 | 11

SELECT v, u, latest_timestamp(v) AS t, latest_timestamp(u) AS s FROM (SELECT x @ TIMESTAMP 9 AS v, x AS u FROM timed UNION ALL SELECT x + 10, 3 FROM timed UNION ALL VALUES (7, 8));
v | u | t | s
1: 1 | 1 | {"ts":"1970-01-01T00:00:09Z"} | {"ts":"1970-01-01T00:00:01Z"}
2: 2 | 2 | {"ts":"1970-01-01T00:00:09Z"} | {"ts":"1970-01-01T00:00:01Z"}
3: 11 | 3 | {"ts":"1970-01-01T00:00:01Z"} | {"ts":"-Inf"}
4: 12 | 3 | {"ts":"1970-01-01T00:00:01Z"} | {"ts":"-Inf"}
5: 7 | 8 | {"ts":"-Inf"} | {"ts":"-Inf"}

-- title: in WITH too, cut and ordered
WITH w(a, b) AS (SELECT x @ TIMESTAMP 9, x FROM timed UNION ALL SELECT x + 10, 3 FROM timed ORDER BY 1 LIMIT 3) SELECT a.*, latest_timestamp(b.a) AS t FROM w AS a JOIN w AS b ON a.a = b.a;
a | b | t
[1]-[1]: 1 | 1 | {"ts":"1970-01-01T00:00:09Z"}
[2]-[2]: 2 | 2 | {"ts":"1970-01-01T00:00:09Z"}
[3]-[3]: 11 | 3 | {"ts":"1970-01-01T00:00:01Z"}

SELECT * FROM (SELECT x AS v FROM timed UNION ALL SELECT x @ TIMESTAMP 3 FROM timed) WHEN value_timestamp() > TIMESTAMP 2;
v
1: null
2: null
3: 1
4: 2

SELECT latest_timestamp(v) AS t FROM (SELECT max(x) AS v FROM timed UNION ALL SELECT count(*) FROM people);
t
1: {"ts":"1970-01-01T00:00:01Z"}
2: {"ts":"-Inf"}

-- title: a compound that compares rows has none to give, and says so
SELECT latest(v) AS l FROM (SELECT x @ TIMESTAMP '2020-01-01' AS v FROM timed UNION SELECT x + 10 FROM timed);
l
[]: 12
? rows of UNION are of no time, which latest asks for; UNION ALL keeps times (line 1, column 8)

SELECT latest_timestamp(v) AS t FROM (SELECT 1 AS v EXCEPT SELECT 2 UNION ALL SELECT 3);
t
1: {"ts":"-Inf"}
2: {"ts":"-Inf"}
? rows of EXCEPT are of no time, which latest_timestamp asks for (line 1, column 8)

WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 2) SELECT n, latest_timestamp(n) AS t FROM r;
n | t
1: 1 | {"ts":"-Inf"}
2: 2 | {"ts":"-Inf"}
? rows of a recursive WITH are of no time, which latest_timestamp asks for (line 1, column 87)

-- title: DISTINCT and DISTINCT ON keep the times of their columns
SELECT v, latest_timestamp(v) AS t, latest_timestamp(x) AS u FROM (SELECT DISTINCT ON (x) x @ TIMESTAMP 9 AS v, x FROM timed ORDER BY x);
v | t | u
a: 1 | {"ts":"1970-01-01T00:00:09Z"} | {"ts":"1970-01-01T00:00:01Z"}
b: 2 | {"ts":"1970-01-01T00:00:09Z"} | {"ts":"1970-01-01T00:00:01Z"}

SELECT v, latest_timestamp(v) AS t, latest_timestamp(x) AS u FROM (SELECT DISTINCT x @ TIMESTAMP 9 AS v, x FROM timed);
v | t | u
[1,1]: 1 | {"ts":"1970-01-01T00:00:09Z"} | {"ts":"1970-01-01T00:00:01Z"}
[2,2]: 2 | {"ts":"1970-01-01T00:00:09Z"} | {"ts":"1970-01-01T00:00:01Z"}

-- title: a minus before a number below zero that has a time
SELECT - -2 @ x AS v, - floor(-2) @ x AS w FROM timed;
v | w
a: 2 | 2
b: 2 | 2
