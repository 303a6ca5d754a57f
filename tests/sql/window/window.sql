SELECT name, row_number() OVER (ORDER BY name) AS n FROM people;
name | n
ann: "Ann" | 1
bob: "Bob" | 2
cat: "Cat" | 3
dan: "Dan" | 4
eve: "eve" | 5

SELECT name, rank() OVER (ORDER BY age) AS r, dense_rank() OVER (ORDER BY age) AS d FROM people WHERE age > 0;
name | r | d
ann: "Ann" | 3 | 2
bob: "Bob" | 1 | 1
dan: "Dan" | 4 | 3
eve: "eve" | 1 | 1

SELECT name, sum(age) OVER (PARTITION BY city) AS s FROM people WHERE age > 0;
name | s
ann: "Ann" | 31
bob: "Bob" | 25
dan: "Dan" | 42
eve: "eve" | 25

SELECT name, lag(name) OVER (ORDER BY age, name) AS before, lead(name, 1, 'none') OVER (ORDER BY age, name) AS after FROM people;
name | before | after
ann: "Ann" | "eve" | "Dan"
bob: "Bob" | "Cat" | "eve"
cat: "Cat" | null | "Bob"
dan: "Dan" | "Ann" | "none"
eve: "eve" | "Bob" | "Ann"

SELECT age, sum(age) OVER (ORDER BY age ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s FROM people WHERE age > 0;
age | s
ann: 31 | 56
bob: 25 | 25
dan: 42 | 73
eve: 25 | 50

SELECT age, count(*) OVER (ORDER BY age RANGE UNBOUNDED PRECEDING EXCLUDE TIES) AS s FROM people WHERE age > 0;
age | s
ann: 31 | 3
bob: 25 | 1
dan: 42 | 4
eve: 25 | 1

SELECT name, avg(height) OVER w AS a, min(height) OVER w AS m FROM people WINDOW w AS (PARTITION BY city);
name | a | m
ann: "Ann" | 1.65 | 1.6
bob: "Bob" | 1.85 | 1.85
cat: "Cat" | 1.65 | 1.6
dan: "Dan" | {"num":"NaN"} | null
eve: "eve" | 1.75 | 1.75

SELECT name, first_value(name) OVER (PARTITION BY age ORDER BY name DESC) AS f, ntile(2) OVER (ORDER BY name) AS t FROM people WHERE age > 0;
name | f | t
ann: "Ann" | "Ann" | 1
bob: "Bob" | "eve" | 1
dan: "Dan" | "Dan" | 2
eve: "eve" | "eve" | 2

SELECT city, sum(count(*)) OVER (ORDER BY city) AS s FROM people GROUP BY city;
city | s
[null]: null | 1
"[""Oslo""]": "Oslo" | 3
"[""Paris""]": "Paris" | 4
"[""Rome""]": "Rome" | 5

SELECT row_number() FROM people;
! invalid-argument: row_number() needs OVER (…) (line 1, column 8)

SELECT string_agg(name, ',') OVER (ORDER BY name) AS s FROM people;
s
ann: "Ann"
bob: "Ann,Bob"
cat: "Ann,Bob,Cat"
dan: "Ann,Bob,Cat,Dan"
eve: "Ann,Bob,Cat,Dan,eve"

SELECT name FROM people ORDER BY row_number() OVER (ORDER BY height DESC) LIMIT 2;
name
bob: "Bob"
eve: "eve"
