-- title: a table that is read once
EXPLAIN WITH w AS (SELECT score({x: age})[value] AS s, city FROM people) SELECT s FROM w WHERE city = 'Oslo' LIMIT 1;
1 apply   score({x: age}) over SELECT age FROM people WHERE city = 'Oslo' ORDER BY rowid, rowHash() LIMIT 1  batch 16
2 sqlite  SELECT score({x: age})[value] AS s FROM people WHERE city = 'Oslo' LIMIT 1

-- title: one after the other
EXPLAIN WITH w AS (SELECT score({x: age})[value] AS s, city FROM people), v AS (SELECT s + 1 AS t FROM w WHERE city = 'Oslo') SELECT t FROM v LIMIT 1;
1 apply   score({x: age}) over SELECT age FROM people WHERE city = 'Oslo' ORDER BY rowid, rowHash() LIMIT 1  batch 16
2 sqlite  SELECT score({x: age})[value] + 1 AS t FROM people WHERE city = 'Oslo' LIMIT 1

-- title: not one that is read twice
EXPLAIN WITH w AS (SELECT score({x: age})[value] AS s FROM people) SELECT a.s FROM w AS a JOIN w AS b ON a.s = b.s LIMIT 1;
1 apply   score({x: age}) over SELECT age FROM people  batch 16
2 sqlite  SELECT a.s FROM w0 AS a INNER JOIN w0 AS b ON a.s = b.s LIMIT 1

-- title: not one without calls
EXPLAIN WITH w AS (SELECT age FROM people) SELECT age FROM w LIMIT 1;
1 sqlite  SELECT age FROM w0 AS w LIMIT 1
