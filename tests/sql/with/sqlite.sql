WITH a AS (SELECT 1 AS x) SELECT x FROM a;
x
result: 1

WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a) SELECT y FROM b;
y
result: 2

WITH a(p, q) AS (SELECT 1, 2) SELECT p, q FROM a;
p | q
result: 1 | 2

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1) SELECT count(*) AS c, sum(i) AS s, max(i) AS m FROM n;
c | s | m
[]: 1 | 1 | 1

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT count(*) AS c, sum(i) AS s, max(i) AS m FROM n;
c | s | m
[]: 3 | 6 | 3

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 7) SELECT count(*) AS c, sum(i) AS s, max(i) AS m FROM n;
c | s | m
[]: 7 | 28 | 7

WITH RECURSIVE f(a, b) AS (SELECT 0, 1 UNION ALL SELECT b, a + b FROM f WHERE b < 50) SELECT max(b) AS m FROM f;
m
[]: 55

WITH RECURSIVE t(s) AS (SELECT 'a' UNION ALL SELECT s || 'b' FROM t WHERE length(s) < 4) SELECT max(length(s)) AS m, count(*) AS n FROM t;
m | n
[]: 4 | 4

WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT (i * 2) % 7 FROM n) SELECT count(*) AS c FROM n;
c
[]: 3

WITH p AS (SELECT * FROM people WHERE age > 24) SELECT count(*) AS n, max(age) AS m FROM p;
n | m
[]: 4 | 42

WITH p AS MATERIALIZED (SELECT city FROM people) SELECT count(city) AS n FROM p;
n
[]: 4

WITH p AS NOT MATERIALIZED (SELECT city FROM people) SELECT count(city) AS n FROM p;
n
[]: 4

SELECT (WITH a AS (SELECT 5 AS x) SELECT x FROM a) AS y;
y
result: 5

WITH people AS (SELECT 1 AS x) SELECT x FROM people;
x
result: 1

WITH a AS (SELECT 1 AS x) SELECT * FROM (WITH a AS (SELECT 2 AS x) SELECT x FROM a);
x
result: 2

WITH a AS (VALUES (1), (2), (3)) SELECT sum(column1) AS s FROM a;
s
[]: 6

-- title: the order of a recursion decides which row goes on
WITH RECURSIVE t(id, parent) AS (VALUES (1, NULL), (2, 1), (3, 1), (4, 2), (5, 3)), w(id, depth) AS (SELECT 1, 0 UNION ALL SELECT t.id, w.depth + 1 FROM t JOIN w ON t.parent = w.id ORDER BY 2 DESC) SELECT id, depth FROM w;
id | depth
1: 1 | 0
2: 2 | 1
3: 4 | 2
4: 3 | 1
5: 5 | 2

WITH RECURSIVE t(id, parent) AS (VALUES (1, NULL), (2, 1), (3, 1), (4, 2), (5, 3)), w(id, depth) AS (SELECT 1, 0 UNION ALL SELECT t.id, w.depth + 1 FROM t JOIN w ON t.parent = w.id ORDER BY 2) SELECT id, depth FROM w;
id | depth
1: 1 | 0
2: 2 | 1
3: 3 | 1
4: 4 | 2
5: 5 | 2

WITH RECURSIVE c(n) AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM c ORDER BY n LIMIT 3 OFFSET 1) SELECT n FROM c;
n
1: 2
2: 3
3: 4

WITH RECURSIVE c(n) AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM c ORDER BY n + 1 LIMIT 3) SELECT n FROM c;
! not-supported: a recursive table is ordered by its columns only
