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
1 apply   score({x: people + age}) over SELECT people + age FROM people CROSS JOIN cities WHERE city = city  batch 16
2 sqlite  SELECT name, (SELECT score({x: people + age})[value] AS "score({x: people + p.age})[value]" FROM cities WHERE city = city) AS s FROM people

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
