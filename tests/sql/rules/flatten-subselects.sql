-- title: the limit reaches the rows
EXPLAIN SELECT * FROM (SELECT score({x: age}) AS * FROM people) LIMIT 2;
1 apply   score({x: age}) over SELECT age FROM people ORDER BY rowid, rowHash() LIMIT 2  batch 16
2 sqlite  SELECT score({x: age})[value] AS value FROM people LIMIT 2

-- title: so does a condition
EXPLAIN SELECT * FROM (SELECT score({x: age}) AS *, age FROM people) WHERE age > 1 LIMIT 2;
1 apply   score({x: age}) over SELECT age FROM people WHERE age > 1 ORDER BY rowid, rowHash() LIMIT 2  batch 16
2 sqlite  SELECT score({x: age})[value] AS value, age FROM people WHERE age > 1 LIMIT 2

-- title: and an order
EXPLAIN SELECT * FROM (SELECT score({x: age}) AS *, age FROM people) ORDER BY age LIMIT 2;
1 apply   score({x: age}) over SELECT age FROM people ORDER BY age, rowHash() LIMIT 2  batch 16
2 sqlite  SELECT score({x: age})[value] AS value, age FROM people ORDER BY age, rowHash() LIMIT 2

-- title: through two levels, with its offset
EXPLAIN SELECT * FROM (SELECT * FROM (SELECT score({x: age}) AS * FROM people)) LIMIT 2 OFFSET 1;
1 apply   score({x: age}) over SELECT age FROM people ORDER BY rowid, rowHash() LIMIT 2 OFFSET 1  batch 16
2 sqlite  SELECT score({x: age})[value] AS value FROM people LIMIT 2 OFFSET 1

-- title: a call that nobody reads is none
EXPLAIN SELECT count(*) AS n FROM (SELECT score({x: age}) AS *, age FROM people);
1 sqlite  SELECT count(*) AS n FROM people

-- title: in a join, over the rows that meet
EXPLAIN SELECT p.value FROM (SELECT score({x: age}) AS *, city FROM people) AS p JOIN cities AS c ON p.city = c.city;
1 apply   score({x: age}) over SELECT age FROM people INNER JOIN cities AS c ON city = c.city  batch 16
2 sqlite  SELECT score({x: age})[value] AS p.value FROM people INNER JOIN cities AS c ON city = c.city

-- title: not where NULL may stand for its rows
EXPLAIN SELECT p.value FROM cities AS c LEFT JOIN (SELECT score({x: age}) AS *, city FROM people) AS p ON p.city = c.city;
1 apply   score({x: age}) over SELECT age FROM people  batch 16
2 sqlite  SELECT p.value FROM cities AS c LEFT JOIN (SELECT score({x: age})[value] AS value, city FROM people) AS p ON p.city = c.city

-- title: not through groups, limits and functions with OVER
EXPLAIN SELECT s FROM (SELECT score({x: age})[value] AS s, row_number() OVER (ORDER BY age) AS n FROM people) WHERE n < 3;
1 apply   score({x: age}) over SELECT age FROM people  batch 16
2 sqlite  SELECT s FROM (SELECT score({x: age})[value] AS s, row_number(*) OVER (…) AS n FROM people) WHERE n < 3

EXPLAIN SELECT s FROM (SELECT score({x: age})[value] AS s, age FROM people ORDER BY age LIMIT 3) WHERE age < 3;
1 apply   score({x: age}) over SELECT age FROM people ORDER BY age, rowHash() LIMIT 3  batch 16
2 sqlite  SELECT s FROM (SELECT score({x: age})[value] AS s, age FROM people ORDER BY age, rowHash() LIMIT 3) WHERE age < 3

-- title: a sub-select without calls stays what it is
EXPLAIN SELECT n FROM (SELECT name AS n FROM people) LIMIT 2;
1 sqlite  SELECT n FROM (SELECT name AS n FROM people LIMIT 2) LIMIT 2
