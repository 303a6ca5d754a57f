SELECT city, count(*) AS n FROM people GROUP BY city;
city | n
[null]: null | 1
"[""Oslo""]": "Oslo" | 2
"[""Paris""]": "Paris" | 1
"[""Rome""]": "Rome" | 1

SELECT age, city, count(*) AS n FROM people GROUP BY age, city;
age | city | n
"[null,""Oslo""]": null | "Oslo" | 1
"[25,""Paris""]": 25 | "Paris" | 1
"[25,""Rome""]": 25 | "Rome" | 1
"[31,""Oslo""]": 31 | "Oslo" | 1
[42,null]: 42 | null | 1

SELECT age IS NULL AS a, count(*) AS n FROM people GROUP BY age IS NULL;
a | n
[0]: 0 | 4
[1]: 1 | 1

SELECT city, max(age) AS m, min(name) AS f FROM people GROUP BY city;
city | m | f
[null]: null | 42 | "Dan"
"[""Oslo""]": "Oslo" | 31 | "Ann"
"[""Paris""]": "Paris" | 25 | "eve"
"[""Rome""]": "Rome" | 25 | "Bob"

SELECT city, count(DISTINCT age) AS n FROM people GROUP BY city;
city | n
[null]: null | 1
"[""Oslo""]": "Oslo" | 1
"[""Paris""]": "Paris" | 1
"[""Rome""]": "Rome" | 1

SELECT city, count(*) FILTER (WHERE age > 25) AS n FROM people GROUP BY city;
city | n
[null]: null | 1
"[""Oslo""]": "Oslo" | 1
"[""Paris""]": "Paris" | 0
"[""Rome""]": "Rome" | 0

SELECT city, group_concat(name, '+') AS n FROM (SELECT * FROM people ORDER BY name) GROUP BY city;
city | n
[null]: null | "Dan"
"[""Oslo""]": "Oslo" | "Ann+Cat"
"[""Paris""]": "Paris" | "eve"
"[""Rome""]": "Rome" | "Bob"

SELECT city, json_group_array(age) AS n FROM people GROUP BY city;
city | n
[null]: null | "[42]"
"[""Oslo""]": "Oslo" | "[31,null]"
"[""Paris""]": "Paris" | "[25]"
"[""Rome""]": "Rome" | "[25]"

SELECT length(name) AS l, count(*) AS n FROM people GROUP BY length(name);
l | n
[3]: 3 | 5

SELECT city, total(age) AS t FROM people GROUP BY city;
city | t
[null]: null | 42
"[""Oslo""]": "Oslo" | 31
"[""Paris""]": "Paris" | 25
"[""Rome""]": "Rome" | 25

SELECT age % 2 AS p, count(*) AS n FROM people GROUP BY age % 2;
p | n
[null]: null | 1
[0]: 0 | 1
[1]: 1 | 3

SELECT substr(name, 1, 1) AS i FROM people GROUP BY substr(name, 1, 1);
i
"[""A""]": "A"
"[""B""]": "B"
"[""C""]": "C"
"[""D""]": "D"
"[""e""]": "e"

SELECT city, count(*) AS n FROM people GROUP BY city HAVING count(*) > 1 ORDER BY city;
city | n
"[""Oslo""]": "Oslo" | 2

SELECT city, count(*) AS n FROM people GROUP BY city ORDER BY count(*) DESC, city LIMIT 2;
city | n
"[""Oslo""]": "Oslo" | 2
[null]: null | 1

SELECT city, count(*) AS n FROM people GROUP BY city ORDER BY n DESC, city LIMIT 1 OFFSET 1;
city | n
[null]: null | 1

SELECT CASE WHEN age > 30 THEN 1 ELSE 0 END AS o, count(*) AS n FROM people GROUP BY CASE WHEN age > 30 THEN 1 ELSE 0 END;
o | n
[0]: 0 | 3
[1]: 1 | 2

SELECT count(DISTINCT city) AS n FROM people;
n
[]: 3

SELECT count(*) FILTER (WHERE age = 25) AS n FROM people;
n
[]: 2

SELECT group_concat(name, ',' ORDER BY name DESC) AS n FROM people;
n
[]: "eve,Dan,Cat,Bob,Ann"

SELECT max(age) FILTER (WHERE age < 40) AS n FROM people;
n
[]: 31
