SELECT name FROM people ORDER BY age DESC, name LIMIT 2 OFFSET 1;
name
ann: "Ann"
bob: "Bob"

SELECT name AS n FROM people ORDER BY n;
n
ann: "Ann"
bob: "Bob"
cat: "Cat"
dan: "Dan"
eve: "eve"

SELECT name FROM people LIMIT 1, 2;
name
bob: "Bob"
cat: "Cat"

SELECT name FROM people LIMIT -1;
name
ann: "Ann"
bob: "Bob"
cat: "Cat"
dan: "Dan"
eve: "eve"

SELECT name FROM people ORDER BY height NULLS LAST LIMIT 5;
name
cat: "Cat"
ann: "Ann"
eve: "eve"
bob: "Bob"
dan: "Dan"

SELECT name FROM people ORDER BY lower(name) DESC LIMIT 2;
name
eve: "eve"
dan: "Dan"

SELECT name FROM people WHERE name COLLATE NOCASE = 'EVE';
name
eve: "eve"

SELECT name FROM people ORDER BY name COLLATE NOCASE DESC LIMIT 2;
name
eve: "eve"
dan: "Dan"

SELECT x FROM sparse;
x
a: 1
b: 3
c: null

SELECT name FROM people WHERE rowName() = 'bob' OR rowName() IN ('eve');
name
bob: "Bob"
eve: "eve"

SELECT name FROM people WHERE rowName() = 5;
name

SELECT count(*) AS n FROM people WHERE rowHash() % 2 = 1;
n
[]: 1

SELECT rowHash() % 3 AS r FROM people WHERE rowHash() = 13671481681542908696;
r
bob: 2

-- title: WHEN drops values, not rows
SELECT x FROM timed WHEN value_timestamp() > TIMESTAMP 2;
x
a: null
b: null

SELECT x FROM timed WHEN value_timestamp() < TIMESTAMP 2 WHERE x > 1;
x
b: 2

SELECT latest_timestamp(x) AS t FROM timed LIMIT 1;
t
a: {"ts":"1970-01-01T00:00:01Z"}

SELECT value_timestamp() FROM timed;
! type-mismatch: value_timestamp() is only known in WHEN (line 1, column 8)

SELECT CASE WHEN age > 30 THEN 'old' WHEN age > 20 THEN 'young' END AS c FROM people;
c
ann: "old"
bob: "young"
cat: null
dan: "old"
eve: "young"

SELECT name -- a comment
FROM people /* another
one */ WHERE age = 42;
name
dan: "Dan"

SELECT DISTINCT ON (age) age, name FROM people ORDER BY age LIMIT 2;
age | name
cat: null | "Cat"
eve: 25 | "eve"

select Name, NAME from people limit 1;
Name | NAME
ann: null | null
? no column "Name" here; it reads as NULL. Did you mean "name"? (line 1, column 8)
? no column "NAME" here; it reads as NULL. Did you mean "name"? (line 1, column 14)
