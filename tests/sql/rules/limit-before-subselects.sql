-- title: the rows are cut before their sub-selects await calls
EXPLAIN SELECT name, (SELECT score({x: p.age + c.people})[value] FROM cities AS c WHERE c.city = p.city) AS s FROM people AS p ORDER BY age DESC LIMIT 2;
1 apply   score({x: p.age + c.people}) over SELECT p.age + c.people FROM (SELECT p.name AS l0, p.city AS l1, p.age AS l2, time AS l3, p.rowHash() AS l4 FROM people AS p ORDER BY p.age DESC, p.rowHash() LIMIT 2) CROSS JOIN cities AS c WHERE c.city = p.city  batch 16
2 sqlite  SELECT p.name AS name, (SELECT score({x: p.age + c.people})[value] AS "score({x: p.age + c.people})[value]" FROM cities AS c WHERE c.city = p.city) AS s FROM (SELECT p.name AS l0, p.city AS l1, p.age AS l2, time AS l3, p.rowHash() AS l4 FROM people AS p ORDER BY p.age DESC, p.rowHash() LIMIT 2) ORDER BY p.age DESC, p.rowHash()

SELECT name, (SELECT score({x: p.age + c.people})[value] FROM cities AS c WHERE c.city = p.city) AS s FROM people AS p ORDER BY age DESC, name LIMIT 3;
name | s
dan: "Dan" | null
ann: "Ann" | 7000310
bob: "Bob" | 28000250

-- title: not where no call is awaited
EXPLAIN SELECT name, (SELECT c.country FROM cities AS c WHERE c.city = p.city) AS s FROM people AS p LIMIT 2;
1 sqlite  SELECT p.name AS name, (SELECT c.country FROM cities AS c WHERE c.city = p.city) AS s FROM people AS p LIMIT 2
