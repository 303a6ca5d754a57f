SELECT name, row_number() OVER (ORDER BY name) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 1
bob: "Bob" | 2
cat: "Cat" | 3
dan: "Dan" | 4
eve: "eve" | 5

SELECT name, rank() OVER (ORDER BY age) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 4
bob: "Bob" | 2
cat: "Cat" | 1
dan: "Dan" | 5
eve: "eve" | 2

SELECT name, dense_rank() OVER (ORDER BY age) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 3
bob: "Bob" | 2
cat: "Cat" | 1
dan: "Dan" | 4
eve: "eve" | 2

SELECT name, percent_rank() OVER (ORDER BY age) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 0.75
bob: "Bob" | 0.25
cat: "Cat" | 0
dan: "Dan" | 1
eve: "eve" | 0.25

SELECT name, cume_dist() OVER (ORDER BY age) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 0.8
bob: "Bob" | 0.6
cat: "Cat" | 0.2
dan: "Dan" | 1
eve: "eve" | 0.6

SELECT name, ntile(2) OVER (ORDER BY name) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 1
bob: "Bob" | 1
cat: "Cat" | 1
dan: "Dan" | 2
eve: "eve" | 2

SELECT name, ntile(3) OVER (ORDER BY name DESC) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 3
bob: "Bob" | 2
cat: "Cat" | 2
dan: "Dan" | 1
eve: "eve" | 1

SELECT name, lag(name) OVER (ORDER BY name) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | null
bob: "Bob" | "Ann"
cat: "Cat" | "Bob"
dan: "Dan" | "Cat"
eve: "eve" | "Dan"

SELECT name, lag(name, 2) OVER (ORDER BY name) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | null
bob: "Bob" | null
cat: "Cat" | "Ann"
dan: "Dan" | "Bob"
eve: "eve" | "Cat"

SELECT name, lag(name, 1, 'none') OVER (ORDER BY name) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | "none"
bob: "Bob" | "Ann"
cat: "Cat" | "Bob"
dan: "Dan" | "Cat"
eve: "eve" | "Dan"

SELECT name, lead(age) OVER (ORDER BY name) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 25
bob: "Bob" | null
cat: "Cat" | 42
dan: "Dan" | 25
eve: "eve" | null

SELECT name, lead(age, 2, 0) OVER (ORDER BY name) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | null
bob: "Bob" | 42
cat: "Cat" | 25
dan: "Dan" | 0
eve: "eve" | 0

SELECT name, first_value(name) OVER (ORDER BY name) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | "Ann"
bob: "Bob" | "Ann"
cat: "Cat" | "Ann"
dan: "Dan" | "Ann"
eve: "eve" | "Ann"

SELECT name, last_value(name) OVER (ORDER BY name) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | "Ann"
bob: "Bob" | "Bob"
cat: "Cat" | "Cat"
dan: "Dan" | "Dan"
eve: "eve" | "eve"

SELECT name, last_value(name) OVER (ORDER BY name ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | "eve"
bob: "Bob" | "eve"
cat: "Cat" | "eve"
dan: "Dan" | "eve"
eve: "eve" | "eve"

SELECT name, nth_value(name, 2) OVER (ORDER BY name) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | null
bob: "Bob" | "Bob"
cat: "Cat" | "Bob"
dan: "Dan" | "Bob"
eve: "eve" | "Bob"

SELECT name, count(*) OVER () AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 5
bob: "Bob" | 5
cat: "Cat" | 5
dan: "Dan" | 5
eve: "eve" | 5

SELECT name, count(age) OVER () AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 4
bob: "Bob" | 4
cat: "Cat" | 4
dan: "Dan" | 4
eve: "eve" | 4

SELECT name, count(*) OVER (PARTITION BY city) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 2
bob: "Bob" | 1
cat: "Cat" | 2
dan: "Dan" | 1
eve: "eve" | 1

SELECT name, max(age) OVER (PARTITION BY city) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 31
bob: "Bob" | 25
cat: "Cat" | 31
dan: "Dan" | 42
eve: "eve" | 25

SELECT name, min(height) OVER (ORDER BY name) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 1.7
bob: "Bob" | 1.7
cat: "Cat" | 1.6
dan: "Dan" | 1.6
eve: "eve" | 1.6

SELECT name, max(age) OVER (ORDER BY name ROWS 1 PRECEDING) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 31
bob: "Bob" | 31
cat: "Cat" | 25
dan: "Dan" | 42
eve: "eve" | 42

SELECT name, count(*) OVER (ORDER BY age) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 4
bob: "Bob" | 3
cat: "Cat" | 1
dan: "Dan" | 5
eve: "eve" | 3

SELECT name, count(*) OVER (ORDER BY age GROUPS 1 PRECEDING) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 3
bob: "Bob" | 3
cat: "Cat" | 1
dan: "Dan" | 2
eve: "eve" | 3

SELECT name, count(*) OVER (ORDER BY name ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 2
bob: "Bob" | 3
cat: "Cat" | 3
dan: "Dan" | 3
eve: "eve" | 2

SELECT name, count(*) OVER (ORDER BY name ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 5
bob: "Bob" | 4
cat: "Cat" | 3
dan: "Dan" | 2
eve: "eve" | 1

SELECT name, count(*) OVER (ORDER BY name ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 0
bob: "Bob" | 1
cat: "Cat" | 2
dan: "Dan" | 2
eve: "eve" | 2

SELECT name, count(*) OVER (ORDER BY name ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 0
bob: "Bob" | 1
cat: "Cat" | 2
dan: "Dan" | 3
eve: "eve" | 4

SELECT name, count(*) OVER (ORDER BY age RANGE BETWEEN 6 PRECEDING AND CURRENT ROW) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 3
bob: "Bob" | 2
cat: "Cat" | 1
dan: "Dan" | 1
eve: "eve" | 2

SELECT name, count(*) FILTER (WHERE age > 25) OVER (ORDER BY name) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 1
bob: "Bob" | 1
cat: "Cat" | 1
dan: "Dan" | 2
eve: "eve" | 2

SELECT name, rank() OVER (PARTITION BY city ORDER BY name) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 1
bob: "Bob" | 1
cat: "Cat" | 2
dan: "Dan" | 1
eve: "eve" | 1

SELECT name, rank() OVER (ORDER BY age DESC) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 2
bob: "Bob" | 3
cat: "Cat" | 5
dan: "Dan" | 1
eve: "eve" | 3

SELECT name, rank() OVER (ORDER BY age NULLS LAST) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 3
bob: "Bob" | 1
cat: "Cat" | 5
dan: "Dan" | 4
eve: "eve" | 1

SELECT name, rank() OVER (ORDER BY length(name), name) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 1
bob: "Bob" | 2
cat: "Cat" | 3
dan: "Dan" | 4
eve: "eve" | 5

SELECT name, row_number() OVER (ORDER BY name) * 2 AS w FROM people ORDER BY name;
name | w
ann: "Ann" | 2
bob: "Bob" | 4
cat: "Cat" | 6
dan: "Dan" | 8
eve: "eve" | 10

SELECT name, 'n' || row_number() OVER (ORDER BY name) AS w FROM people ORDER BY name;
name | w
ann: "Ann" | "n1"
bob: "Bob" | "n2"
cat: "Cat" | "n3"
dan: "Dan" | "n4"
eve: "eve" | "n5"

SELECT name, count(*) OVER w AS n FROM people WINDOW w AS (ORDER BY name) ORDER BY name;
name | n
ann: "Ann" | 1
bob: "Bob" | 2
cat: "Cat" | 3
dan: "Dan" | 4
eve: "eve" | 5

SELECT name, count(*) OVER (w) AS n FROM people WINDOW w AS (ORDER BY name) ORDER BY name;
name | n
ann: "Ann" | 1
bob: "Bob" | 2
cat: "Cat" | 3
dan: "Dan" | 4
eve: "eve" | 5

SELECT name, count(*) OVER (w ROWS 1 PRECEDING) AS n FROM people WINDOW w AS (ORDER BY name) ORDER BY name;
name | n
ann: "Ann" | 1
bob: "Bob" | 2
cat: "Cat" | 2
dan: "Dan" | 2
eve: "eve" | 2

SELECT name, rank() OVER a AS p, rank() OVER b AS q FROM people WINDOW a AS (ORDER BY age), b AS (ORDER BY height) ORDER BY name;
name | p | q
ann: "Ann" | 4 | 3
bob: "Bob" | 2 | 5
cat: "Cat" | 1 | 2
dan: "Dan" | 5 | 1
eve: "eve" | 2 | 4

SELECT name FROM people ORDER BY rank() OVER (ORDER BY age), name;
name
cat: "Cat"
bob: "Bob"
eve: "eve"
ann: "Ann"
dan: "Dan"

SELECT city, count(*) AS n, rank() OVER (ORDER BY count(*) DESC) AS r FROM people GROUP BY city;
city | n | r
[null]: null | 1 | 2
"[""Oslo""]": "Oslo" | 2 | 1
"[""Paris""]": "Paris" | 1 | 2
"[""Rome""]": "Rome" | 1 | 2

SELECT name, n FROM (SELECT name, row_number() OVER (ORDER BY name) AS n FROM people) WHERE n > 3 ORDER BY n;
name | n
dan: "Dan" | 4
eve: "eve" | 5
