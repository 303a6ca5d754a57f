SELECT name, age FROM people ORDER BY age NULLS LAST, name;
name | age
bob: "Bob" | 25
eve: "eve" | 25
ann: "Ann" | 31
dan: "Dan" | 42
cat: "Cat" | null

SELECT name, age FROM people ORDER BY age DESC NULLS FIRST, name;
name | age
cat: "Cat" | null
dan: "Dan" | 42
ann: "Ann" | 31
bob: "Bob" | 25
eve: "eve" | 25

SELECT name, age FROM people ORDER BY name COLLATE NOCASE DESC;
name | age
eve: "eve" | 25
dan: "Dan" | 42
cat: "Cat" | null
bob: "Bob" | 25
ann: "Ann" | 31

SELECT name, age FROM people ORDER BY age IS NULL, name;
name | age
ann: "Ann" | 31
bob: "Bob" | 25
dan: "Dan" | 42
eve: "eve" | 25
cat: "Cat" | null

SELECT name, age FROM people ORDER BY length(city), city, name;
name | age
dan: "Dan" | 42
ann: "Ann" | 31
cat: "Cat" | null
bob: "Bob" | 25
eve: "eve" | 25

SELECT name, age FROM people WHERE name COLLATE NOCASE = 'EVE';
name | age
eve: "eve" | 25

SELECT name, age FROM people WHERE age BETWEEN 25 AND 31 ORDER BY name;
name | age
ann: "Ann" | 31
bob: "Bob" | 25
eve: "eve" | 25

SELECT name, age FROM people WHERE name GLOB '[A-C]*' ORDER BY name;
name | age
ann: "Ann" | 31
bob: "Bob" | 25
cat: "Cat" | null

SELECT name, age FROM people WHERE age IS 25 ORDER BY name;
name | age
bob: "Bob" | 25
eve: "eve" | 25

SELECT name, age FROM people WHERE age IS NOT 25 ORDER BY name;
name | age
ann: "Ann" | 31
cat: "Cat" | null
dan: "Dan" | 42

SELECT name, age FROM people WHERE city IS (SELECT null);
name | age
dan: "Dan" | 42

SELECT name, age FROM people ORDER BY name LIMIT 1, 2;
name | age
bob: "Bob" | 25
cat: "Cat" | null

SELECT name, age FROM people WHERE age IN (25, 31, null) ORDER BY name;
name | age
ann: "Ann" | 31
bob: "Bob" | 25
eve: "eve" | 25

SELECT name, age FROM people WHERE (city = 'Oslo' OR city IS NULL) AND height IS NOT NULL ORDER BY name;
name | age
ann: "Ann" | 31
cat: "Cat" | null

SELECT name, age FROM people WHERE NOT (age > 25) ORDER BY name;
name | age
bob: "Bob" | 25
eve: "eve" | 25

SELECT name, age FROM people ORDER BY CASE name WHEN 'eve' THEN 0 ELSE 1 END, name;
name | age
eve: "eve" | 25
ann: "Ann" | 31
bob: "Bob" | 25
cat: "Cat" | null
dan: "Dan" | 42

SELECT name, age FROM people ORDER BY -age, name;
name | age
cat: "Cat" | null
dan: "Dan" | 42
ann: "Ann" | 31
bob: "Bob" | 25
eve: "eve" | 25

SELECT name, age FROM people ORDER BY age, height DESC;
name | age
cat: "Cat" | null
bob: "Bob" | 25
eve: "eve" | 25
ann: "Ann" | 31
dan: "Dan" | 42

SELECT name n, age AS a FROM people ORDER BY n LIMIT 2;
n | a
ann: "Ann" | 31
bob: "Bob" | 25

SELECT upper(name) AS u FROM people WHERE length(name) = 3 ORDER BY u DESC LIMIT 2;
u
eve: "EVE"
dan: "DAN"

SELECT name || age AS x FROM people WHERE age = 31 ORDER BY name;
x
ann: "Ann31"
