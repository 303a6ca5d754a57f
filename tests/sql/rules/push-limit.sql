EXPLAIN SELECT * FROM (SELECT score({x: age}) AS * FROM people) LIMIT 2;
1 apply   score({x: age}) over SELECT age FROM people ORDER BY rowid LIMIT 2  batch 16
2 sqlite  SELECT value FROM (SELECT score({x: age})[value] AS value FROM people LIMIT 2) LIMIT 2

-- title: not through a condition
EXPLAIN SELECT * FROM (SELECT score({x: age}) AS *, age FROM people) WHERE age > 1 LIMIT 2;
1 apply   score({x: age}) over SELECT age FROM people  batch 16
2 sqlite  SELECT value, age FROM (SELECT score({x: age})[value] AS value, age FROM people) WHERE age > 1 LIMIT 2

-- title: not through an order
EXPLAIN SELECT * FROM (SELECT score({x: age}) AS *, age FROM people) ORDER BY age LIMIT 2;
1 apply   score({x: age}) over SELECT age FROM people  batch 16
2 sqlite  SELECT value, age FROM (SELECT score({x: age})[value] AS value, age FROM people) ORDER BY age, rowHash() LIMIT 2

-- title: with its offset, through two levels
EXPLAIN SELECT * FROM (SELECT * FROM (SELECT score({x: age}) AS * FROM people)) LIMIT 2 OFFSET 1;
1 apply   score({x: age}) over SELECT age FROM people ORDER BY rowid LIMIT 3  batch 16
2 sqlite  SELECT value FROM (SELECT value FROM (SELECT score({x: age})[value] AS value FROM people LIMIT 3) LIMIT 3) LIMIT 2 OFFSET 1

-- title: not through groups
EXPLAIN SELECT * FROM (SELECT count(*) AS n FROM people GROUP BY score({x: age})[value]) LIMIT 1;
1 apply   score({x: age}) over SELECT age FROM people  batch 16
2 sqlite  SELECT n FROM (SELECT count(*) AS n FROM people GROUP BY score({x: age})[value] LIMIT 1) LIMIT 1
