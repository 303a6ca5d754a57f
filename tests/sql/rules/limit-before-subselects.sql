-- title: the rows are cut before their sub-selects await calls
EXPLAIN SELECT name, (SELECT score({x: p.age + c.people})[value] FROM cities AS c WHERE c.city = p.city) AS s FROM people AS p ORDER BY age DESC LIMIT 2;
1 apply   score({x: age + people}) over SELECT age + people FROM (SELECT name AS l0, city AS l1, age AS l2, time AS l3, rowHash() AS l4 FROM people ORDER BY age DESC, rowHash() LIMIT 2) CROSS JOIN cities WHERE city = city  batch 16
2 sqlite  SELECT name, (SELECT score({x: age + people})[value] AS "score({x: p.age + c.people})[value]" FROM cities WHERE city = city) AS s FROM (SELECT name AS l0, city AS l1, age AS l2, time AS l3, rowHash() AS l4 FROM people ORDER BY age DESC, rowHash() LIMIT 2)

SELECT name, (SELECT score({x: p.age + c.people})[value] FROM cities AS c WHERE c.city = p.city) AS s FROM people AS p ORDER BY age DESC, name LIMIT 3;
name | s
dan: "Dan" | null
ann: "Ann" | 7000310
bob: "Bob" | 28000250

-- title: not where no call is awaited
EXPLAIN SELECT name, (SELECT c.country FROM cities AS c WHERE c.city = p.city) AS s FROM people AS p LIMIT 2;
1 sqlite  SELECT name, (SELECT country AS c.country FROM cities WHERE city = city) AS s FROM people LIMIT 2
