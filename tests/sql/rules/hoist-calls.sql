-- title: once for equal calls
EXPLAIN SELECT score({x: age})[value] AS a, score({x: age})[value] + 1 AS b FROM people;
1 apply   score({x: age}) over SELECT age FROM people  batch 16
2 sqlite  SELECT score({x: age})[value] AS a, score({x: age})[value] + 1 AS b FROM people

-- title: only where CASE needs it
EXPLAIN SELECT CASE WHEN city = 'Oslo' THEN score({x: age})[value] ELSE score({x: height})[value] END AS s FROM people;
1 apply   score({x: age}) over SELECT age FROM people WHERE city = 'Oslo'  batch 16
2 apply   score({x: height}) over SELECT height FROM people WHERE truth(city = 'Oslo') IS NOT 1  batch 16
3 sqlite  SELECT CASE WHEN city = 'Oslo' THEN score({x: age})[value] ELSE score({x: height})[value] END AS s FROM people

-- title: condition by condition
EXPLAIN SELECT name FROM people WHERE score({x: age})[value] > 1 AND score({x: height})[value] > 2 AND city = 'Oslo';
1 apply   score({x: age}) over SELECT age FROM people WHERE city = 'Oslo'  batch 16
2 apply   score({x: height}) over SELECT height FROM people WHERE city = 'Oslo' AND score({x: age})[value] > 1  batch 16
3 sqlite  SELECT name FROM people WHERE score({x: age})[value] > 1 AND score({x: height})[value] > 2 AND city = 'Oslo'

-- title: in a correlated sub-select, for every pair
EXPLAIN SELECT name, (SELECT score({x: people + p.age})[value] FROM cities AS c WHERE c.city = p.city) AS s FROM people AS p;
1 apply   score({x: c.people + p.age}) over SELECT c.people + p.age FROM people AS p CROSS JOIN cities AS c WHERE c.city = p.city  batch 16
2 sqlite  SELECT p.name AS name, (SELECT score({x: c.people + p.age})[value] AS "score({x: people + p.age})[value]" FROM cities AS c WHERE c.city = p.city) AS s FROM people AS p

-- title: in a compound, for each side
EXPLAIN SELECT score({x: 1})[value] AS v UNION SELECT score({x: age})[value] FROM people;
1 apply   score({x: 1}) over SELECT 1  batch 16
2 apply   score({x: age}) over SELECT age FROM people  batch 16
3 sqlite  SELECT score({x: 1})[value] AS v UNION SELECT score({x: age})[value] FROM people

-- title: a synchronous function is not hoisted
EXPLAIN SELECT double({x: age})[y] AS y FROM people;
1 sqlite  SELECT double({x: age})[y] AS y FROM people

EXPLAIN SELECT name FROM people WHERE age IN (SELECT score({x: age})[value] FROM people WHERE city = 'Oslo');
1 apply   score({x: age}) over SELECT age FROM people WHERE city = 'Oslo'  batch 16
2 sqlite  SELECT name FROM people WHERE age IN (SELECT score({x: age})[value] FROM people WHERE city = 'Oslo')

EXPLAIN SELECT DISTINCT ON (city) score({x: age})[value] AS s FROM people ORDER BY city LIMIT 1;
1 apply   score({x: age}) over SELECT age FROM people  batch 16
2 sqlite  SELECT score({x: age})[value] AS s FROM people ORDER BY city, rowHash() LIMIT 1

EXPLAIN SELECT row_number() OVER (ORDER BY score({x: age})[value]) AS n FROM people LIMIT 2;
1 apply   score({x: age}) over SELECT age FROM people  batch 16
2 sqlite  SELECT row_number(*) OVER (…) AS n FROM people LIMIT 2

-- title: only where AND and OR need it
EXPLAIN SELECT age > 30 AND score({x: age})[value] > 1 AS a, city = 'Oslo' OR score({x: height})[value] > 1 AS b FROM people;
1 apply   score({x: age}) over SELECT age FROM people WHERE truth(age > 30) IS NOT 0  batch 16
2 apply   score({x: height}) over SELECT height FROM people WHERE truth(city = 'Oslo') IS NOT 1  batch 16
3 sqlite  SELECT age > 30 AND score({x: age})[value] > 1 AS a, city = 'Oslo' OR score({x: height})[value] > 1 AS b FROM people

-- title: only where coalesce needs it
EXPLAIN SELECT coalesce(age, score({x: height})[value]) AS a FROM people;
1 apply   score({x: height}) over SELECT height FROM people WHERE age IS NULL  batch 16
2 sqlite  SELECT coalesce(age, score({x: height})[value]) AS a FROM people

-- title: only where FILTER lets it through
EXPLAIN SELECT sum(score({x: age})[value]) FILTER (WHERE city = 'Oslo') AS s FROM people;
1 apply   score({x: age}) over SELECT age FROM people WHERE city = 'Oslo'  batch 16
2 sqlite  SELECT sum(score({x: age})[value]) FILTER (WHERE city = 'Oslo') AS s FROM people

-- title: in the condition of a join, over the rows of its side that can meet
EXPLAIN SELECT p.name FROM people AS p JOIN cities AS c ON score({x: p.age})[value] = c.people AND p.city = 'Oslo' WHERE p.height > 1;
1 apply   score({x: p.age}) over SELECT p.age FROM people AS p WHERE p.city = 'Oslo' AND p.height > 1  batch 16
2 sqlite  SELECT p.name FROM people AS p INNER JOIN cities AS c ON score({x: p.age})[value] = c.people AND p.city = 'Oslo' WHERE p.height > 1

-- title: the name of a row
EXPLAIN SELECT name NAMED score({x: age})[value] FROM people LIMIT 1;
1 apply   score({x: age}) over SELECT age FROM people ORDER BY rowid LIMIT 1  batch 16
2 sqlite  SELECT name FROM people LIMIT 1

-- title: a recursion cannot wait
WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT score({x: n})[value] FROM c WHERE n < 50) SELECT n FROM c;
! not-supported: a function that must be awaited cannot be called for each row of a recursion; call it in the select that reads the recursive table

-- title: but for what is the same in all its rows
WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + score({x: 1})[value] FROM c WHERE n < 30) SELECT n FROM c;
n
1: 1
2: 11
3: 21
4: 31

-- title: nor can a sub-select of each row that is split for a function with OVER
SELECT (SELECT score({x: sum(c.people) OVER ()})[value] FROM cities AS c WHERE c.city = p.city) AS s FROM people AS p;
! not-supported: a function that must be awaited cannot stand with a limit or a function with OVER in a sub-select that reads the rows around it
