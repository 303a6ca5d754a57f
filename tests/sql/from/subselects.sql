SELECT name FROM people WHERE age = (SELECT max(age) FROM people);
name
dan: "Dan"

SELECT name FROM people WHERE city IN (SELECT city FROM cities) ORDER BY name;
name
ann: "Ann"
bob: "Bob"
cat: "Cat"

SELECT name FROM people WHERE city NOT IN (SELECT city FROM cities) ORDER BY name;
name
eve: "eve"

SELECT name FROM people WHERE EXISTS (SELECT 1 FROM cities WHERE cities.city = people.city) ORDER BY name;
name
ann: "Ann"
bob: "Bob"
cat: "Cat"

SELECT name FROM people WHERE NOT EXISTS (SELECT 1 FROM cities WHERE cities.city = people.city) ORDER BY name;
name
dan: "Dan"
eve: "eve"

SELECT name, (SELECT country FROM cities WHERE cities.city = people.city) AS c FROM people ORDER BY name;
name | c
ann: "Ann" | "Norway"
bob: "Bob" | "Italy"
cat: "Cat" | "Norway"
dan: "Dan" | null
eve: "eve" | null

SELECT name, (SELECT count(*) FROM people AS o WHERE o.age < people.age) AS n FROM people ORDER BY name;
name | n
ann: "Ann" | 2
bob: "Bob" | 0
cat: "Cat" | 0
dan: "Dan" | 3
eve: "eve" | 0

SELECT name FROM people WHERE (age, city) IN (SELECT 25, city FROM cities) ORDER BY name;
name
bob: "Bob"

SELECT name FROM people WHERE (age, city) = (31, 'Oslo');
name
ann: "Ann"

SELECT name FROM people WHERE (age, height) > (25, 1.8) ORDER BY name;
name
ann: "Ann"
bob: "Bob"
dan: "Dan"

SELECT name FROM people ORDER BY (SELECT people FROM cities WHERE cities.city = people.city) DESC, name;
name
bob: "Bob"
ann: "Ann"
cat: "Cat"
dan: "Dan"
eve: "eve"

SELECT name FROM people WHERE age > (SELECT avg(age) FROM people) ORDER BY name;
name
ann: "Ann"
dan: "Dan"

SELECT (SELECT 1) AS x;
x
result: 1

SELECT (SELECT name FROM people WHERE 0) AS x;
x
result: null

SELECT (SELECT name FROM people ORDER BY name) AS x;
x
result: "Ann"

SELECT EXISTS (SELECT 1) AS x;
x
result: 1

SELECT EXISTS (SELECT 1 WHERE 0) AS x;
x
result: 0

SELECT (SELECT count(*) FROM people) + 1 AS x;
x
result: 6

SELECT (SELECT (SELECT max(age) FROM people)) AS x;
x
result: 42

SELECT 1 IN (SELECT 1 UNION SELECT 2) AS x;
x
result: 1

SELECT (SELECT max(age) FROM people) BETWEEN 40 AND 45 AS x;
x
result: 1

SELECT (1, 2) = (1, 2) AS x;
x
result: 1

SELECT (1, 2) < (1, 3) AS x;
x
result: 1

SELECT (2, 1) < (1, 3) AS x;
x
result: 0

SELECT (1, null) = (1, 2) AS x;
x
result: null

SELECT (1, 2) != (1, 2) AS x;
x
result: 0

SELECT (SELECT sum(people) FROM cities) AS x;
x
result: 3634000

SELECT (SELECT max(n) FROM (SELECT count(*) AS n FROM people GROUP BY city)) AS x;
x
result: 2

SELECT city, (SELECT country FROM cities WHERE cities.city = people.city) AS c FROM people GROUP BY city;
city | c
[null]: null | null
"[""Oslo""]": "Oslo" | "Norway"
"[""Paris""]": "Paris" | null
"[""Rome""]": "Rome" | "Italy"

-- title: rows of VALUES and of compounds are hashed by their names
SELECT rowName() AS n, rowHash() AS h FROM (VALUES ('a'), ('b'));
n | h
1: "1" | 11413460447292444913
2: "2" | 17472595041006102391

SELECT rowHash() AS h FROM (SELECT 1 UNION ALL SELECT 2);
h
1: 11413460447292444913
2: 17472595041006102391

SELECT rowHash() AS h FROM row_dataset({1 AS a});
h
0: 10408321403207385874

SELECT rowHash() AS h FROM (SELECT * FROM (VALUES ('a')));
h
1: 11413460447292444913

-- title: equal rows of VALUES stay in their order
SELECT column2 AS x FROM (VALUES (1, 'c'), (1, 'a'), (0, 'z'), (1, 'b')) ORDER BY column1;
x
3: "z"
1: "c"
2: "a"
4: "b"
