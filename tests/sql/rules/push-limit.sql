-- title: through DISTINCT
EXPLAIN SELECT * FROM (SELECT DISTINCT score({x: age})[value] AS s FROM people) LIMIT 2;
1 apply   score({x: age}) over SELECT age FROM people  batch 16
2 sqlite  SELECT s FROM (SELECT score({x: age})[value] AS s FROM people GROUP BY score({x: age})[value] LIMIT 2) LIMIT 2

-- title: not through groups
EXPLAIN SELECT * FROM (SELECT count(*) AS n FROM people GROUP BY score({x: age})[value]) LIMIT 1;
1 apply   score({x: age}) over SELECT age FROM people  batch 16
2 sqlite  SELECT n FROM (SELECT count(*) AS n FROM people GROUP BY score({x: age})[value] LIMIT 1) LIMIT 1

-- title: to each side of UNION ALL, with its offset
EXPLAIN SELECT score({x: age})[value] AS s FROM people UNION ALL SELECT score({x: height})[value] FROM people LIMIT 2 OFFSET 1;
1 apply   score({x: age}) over SELECT age FROM people ORDER BY rowid LIMIT 3  batch 16
2 apply   score({x: height}) over SELECT height FROM people ORDER BY rowid LIMIT 3  batch 16
3 sqlite  SELECT score({x: age})[value] AS s FROM people LIMIT 3 UNION ALL SELECT score({x: height})[value] FROM people LIMIT 3 LIMIT 2 OFFSET 1

-- title: through a sub-select to its sides
EXPLAIN SELECT * FROM (SELECT score({x: age})[value] AS s FROM people UNION ALL SELECT name FROM people) LIMIT 2;
1 apply   score({x: age}) over SELECT age FROM people ORDER BY rowid LIMIT 2  batch 16
2 sqlite  SELECT s FROM (SELECT score({x: age})[value] AS s FROM people LIMIT 2 UNION ALL SELECT name FROM people LIMIT 2) LIMIT 2

-- title: not to the sides of UNION, nor to sides that are sorted again
EXPLAIN SELECT score({x: age})[value] AS s FROM people UNION SELECT score({x: height})[value] FROM people LIMIT 2;
1 apply   score({x: age}) over SELECT age FROM people  batch 16
2 apply   score({x: height}) over SELECT height FROM people  batch 16
3 sqlite  SELECT score({x: age})[value] AS s FROM people UNION SELECT score({x: height})[value] FROM people LIMIT 2

EXPLAIN SELECT score({x: age})[value] AS s FROM people UNION ALL SELECT score({x: height})[value] FROM people ORDER BY s LIMIT 2;
1 apply   score({x: age}) over SELECT age FROM people  batch 16
2 apply   score({x: height}) over SELECT height FROM people  batch 16
3 sqlite  SELECT score({x: age})[value] AS s FROM people UNION ALL SELECT score({x: height})[value] FROM people ORDER BY s LIMIT 2

-- title: the order of the result is shown, and to which side of a join a column belongs
EXPLAIN SELECT p.name, c.country AS w FROM people AS p JOIN cities AS c ON p.city = c.city ORDER BY p.age DESC NULLS LAST;
1 sqlite  SELECT p.name, c.country AS w FROM people AS p INNER JOIN cities AS c ON p.city = c.city ORDER BY p.age DESC NULLS LAST, p.rowHash(), c.rowHash()

-- title: the times of a UNION ALL are not shown
EXPLAIN SELECT score({x})[value] AS s FROM (SELECT x FROM timed UNION ALL SELECT age FROM people) LIMIT 2;
1 apply   score({x: x}) over SELECT x FROM (SELECT x FROM timed UNION ALL SELECT age FROM people LIMIT 2) ORDER BY order, rowHash() LIMIT 2  batch 16
2 sqlite  SELECT score({x: x})[value] AS s FROM (SELECT x FROM timed UNION ALL SELECT age FROM people LIMIT 2) LIMIT 2
