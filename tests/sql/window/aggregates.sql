SELECT name, stddev(height) OVER () AS s FROM people;
name | s
ann: "Ann" | 0.10408329997330662
bob: "Bob" | 0.10408329997330662
cat: "Cat" | 0.10408329997330662
dan: "Dan" | 0.10408329997330662
eve: "eve" | 0.10408329997330662

SELECT name, variance(age) OVER (ORDER BY name) AS s FROM people;
name | s
ann: "Ann" | {"num":"NaN"}
bob: "Bob" | 18
cat: "Cat" | 18
dan: "Dan" | 74.33333333333334
eve: "eve" | 64.25

SELECT name, string_agg(name, ',') OVER (ORDER BY name ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS s FROM people;
name | s
ann: "Ann" | "Ann,Bob"
bob: "Bob" | "Ann,Bob,Cat"
cat: "Cat" | "Bob,Cat,Dan"
dan: "Dan" | "Cat,Dan,eve"
eve: "eve" | "Dan,eve"

SELECT name, string_agg(name, ',') OVER (PARTITION BY city ORDER BY name) AS s FROM people;
name | s
ann: "Ann" | "Ann"
bob: "Bob" | "Bob"
cat: "Cat" | "Ann,Cat"
dan: "Dan" | "Dan"
eve: "eve" | "eve"

SELECT name, count_distinct(age) OVER () AS s, count(DISTINCT age) OVER (ORDER BY name) AS d FROM people;
name | s | d
ann: "Ann" | 3 | 1
bob: "Bob" | 3 | 2
cat: "Cat" | 3 | 2
dan: "Dan" | 3 | 3
eve: "eve" | 3 | 3

SELECT name, stddev(height) FILTER (WHERE age > 26) OVER () AS s FROM people;
name | s
ann: "Ann" | {"num":"NaN"}
bob: "Bob" | {"num":"NaN"}
cat: "Cat" | {"num":"NaN"}
dan: "Dan" | {"num":"NaN"}
eve: "eve" | {"num":"NaN"}

SELECT id, sum(e) OVER (ORDER BY id) AS s, avg({*}) OVER () AS a FROM shapes;
id | s | a.id | a.e | a.size.w | a.size.h
s1: 1 | [1,2,3] | 1.5 | [2.5,3.5,4.5] | 20 | 30
s2: 2 | [5,7,9] | 1.5 | [2.5,3.5,4.5] | 20 | 30

SELECT name, latest(name) OVER (ORDER BY name ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) AS l FROM people;
name | l
ann: "Ann" | null
bob: "Bob" | "Ann"
cat: "Cat" | "Bob"
dan: "Dan" | "Cat"
eve: "eve" | "Dan"

SELECT name, pivot(name, age) OVER (ORDER BY name) AS p FROM people;
name | p
ann: "Ann" | {"Ann":31}
bob: "Bob" | {"Ann":31,"Bob":25}
cat: "Cat" | {"Ann":31,"Bob":25,"Cat":null}
dan: "Dan" | {"Ann":31,"Bob":25,"Cat":null,"Dan":42}
eve: "eve" | {"Ann":31,"Bob":25,"Cat":null,"Dan":42,"eve":25}

SELECT city, stddev(count(*)) OVER () AS s, string_agg(city, '/') OVER (ORDER BY city DESC) AS c FROM people GROUP BY city;
city | s | c
[null]: null | 0.5 | "Oslo/Paris/Rome"
"[""Oslo""]": "Oslo" | 0.5 | "Oslo/Paris/Rome"
"[""Paris""]": "Paris" | 0.5 | "Paris/Rome"
"[""Rome""]": "Rome" | 0.5 | "Rome"

SELECT score({x: sum(age) OVER (ORDER BY name)})[value] AS s FROM people;
s
ann: 310
bob: 560
cat: 560
dan: 980
eve: 1230

EXPLAIN SELECT score({x: sum(age) OVER (ORDER BY name)})[value] AS s FROM people;
1 apply   score({x: w0}) over SELECT w0 FROM (SELECT sum(age) OVER (…) AS w0, rowid AS w1 FROM people)  batch 16
2 sqlite  SELECT score({x: w0})[value] AS s FROM (SELECT sum(age) OVER (…) AS w0, rowid AS w1 FROM people)

EXPLAIN SELECT score({x: stddev(age) OVER (ORDER BY name)})[value] AS s FROM people ORDER BY name LIMIT 3;
1 apply   score({x: w0}) over SELECT w0 FROM (SELECT stddev(age) OVER (…) AS w0, name AS w1, rowHash() AS w2 FROM (SELECT age AS w0, name AS w1, row_number(*) OVER (…) AS w2, rowHash() AS w3 FROM people)) ORDER BY name, rowHash() LIMIT 3  batch 16
2 sqlite  SELECT score({x: w0})[value] AS s FROM (SELECT stddev(age) OVER (…) AS w0, name AS w1, rowHash() AS w2 FROM (SELECT age AS w0, name AS w1, row_number(*) OVER (…) AS w2, rowHash() AS w3 FROM people)) ORDER BY name, rowHash() LIMIT 3

EXPLAIN SELECT score({x: age})[value] AS s, stddev(age) OVER () AS q FROM people ORDER BY name LIMIT 3;
1 apply   score({x: age}) over SELECT age FROM (SELECT age AS w0, row_number(*) OVER (…) AS w1, name AS w2, rowHash() AS w3 FROM people) ORDER BY name, rowHash() LIMIT 3  batch 16
2 sqlite  SELECT score({x: age})[value] AS s, stddev(age) OVER (…) AS q FROM (SELECT age AS w0, row_number(*) OVER (…) AS w1, name AS w2, rowHash() AS w3 FROM people) ORDER BY name, rowHash() LIMIT 3

SELECT score({x: age})[value] AS s, stddev(age) OVER () AS q FROM people ORDER BY name LIMIT 3;
s | q
ann: 310 | 8.0156097709407
bob: 250 | 8.0156097709407
cat: null | 8.0156097709407
? cat: score: score of null

SELECT stddev(score({x: age})[value]) OVER () AS q FROM people WHERE age > 0 ORDER BY q LIMIT 3;
q
eve: 80.15609770940699
dan: 80.15609770940699
ann: 80.15609770940699

SELECT v, min(v) OVER (ORDER BY v) AS lo, max(v) OVER (ORDER BY v) AS hi FROM mixed ORDER BY v;
v | lo | hi
m1: null | null | null
m5: {"num":"NaN"} | {"num":"NaN"} | {"num":"NaN"}
m7: {"num":"-Inf"} | {"num":"NaN"} | {"num":"-Inf"}
m4: 1.5 | {"num":"NaN"} | 1.5
m2: 2 | {"num":"NaN"} | 2
m9: 18446744073709551615 | {"num":"NaN"} | 18446744073709551615
m3: "2" | {"num":"NaN"} | "2"
m8: "abc" | {"num":"NaN"} | "abc"
m6: {"ts":"1970-01-01T00:00:00Z"} | {"num":"NaN"} | {"ts":"1970-01-01T00:00:00Z"}

SELECT name, (SELECT string_agg(c.city, ',') OVER (ORDER BY c.city) FROM cities AS c WHERE c.people > p.age * 10000 ORDER BY c.city DESC LIMIT 1) AS x FROM people AS p;
name | x
ann: "Ann" | "Oslo,Rome"
bob: "Bob" | "Oslo,Rome"
cat: "Cat" | null
dan: "Dan" | "Oslo,Rome"
eve: "eve" | "Oslo,Rome"

SELECT name, sum(height) OVER (ORDER BY age RANGE BETWEEN 6 PRECEDING AND CURRENT ROW) AS a, stddev(height) OVER (ORDER BY age RANGE BETWEEN 6 PRECEDING AND CURRENT ROW) AS s FROM people;
name | a | s
ann: "Ann" | 5.3 | 0.07637626158259737
bob: "Bob" | 3.6 | 0.07071067811865482
cat: "Cat" | 1.6 | {"num":"NaN"}
dan: "Dan" | 0 | {"num":"NaN"}
eve: "eve" | 3.6 | 0.07071067811865482

SELECT name, string_agg(name, ',') OVER (ORDER BY age GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s FROM people;
name | s
ann: "Ann" | "Ann,Bob,eve"
bob: "Bob" | "Bob,Cat,eve"
cat: "Cat" | "Cat"
dan: "Dan" | "Ann,Dan"
eve: "eve" | "Bob,Cat,eve"

SELECT name FROM people ORDER BY stddev(height) OVER (PARTITION BY city), name;
name
bob: "Bob"
dan: "Dan"
eve: "eve"
ann: "Ann"
cat: "Cat"

SELECT DISTINCT ON (city) name, string_agg(name, ',') OVER (PARTITION BY city) AS s FROM people ORDER BY city, name;
name | s
dan: "Dan" | "Dan"
ann: "Ann" | "Ann,Cat"
eve: "eve" | "eve"
bob: "Bob" | "Bob"

SELECT DISTINCT string_agg(name, ',') OVER (PARTITION BY city) AS s FROM people;
s
"[""Ann,Cat""]": "Ann,Cat"
"[""Bob""]": "Bob"
"[""Dan""]": "Dan"
"[""eve""]": "eve"

SELECT string_agg(name, ',' ORDER BY name) OVER () AS s FROM people;
! not-supported: string_agg(… ORDER BY …) cannot have OVER; order inside OVER (…) (line 1, column 8)

WITH w AS (SELECT variance(height) OVER w AS v FROM people WINDOW w AS (PARTITION BY city)) SELECT count(*) AS n, max(v) AS m FROM w;
n | m
[]: 5 | 0.004999999999999976

SELECT name, likelihood_ratio(city, age) OVER (ORDER BY name) AS l FROM people;
name | l
ann: "Ann" | 0
bob: "Bob" | 2.772588722239781
cat: "Cat" | 2.772588722239781
dan: "Dan" | 2.772588722239781
eve: "eve" | 3.8190850097688767

SELECT name, try(stddev(height * 'x') OVER (), 0) AS s FROM people;
name | s
ann: "Ann" | 0
bob: "Bob" | 0
cat: "Cat" | 0
dan: "Dan" | 0
eve: "eve" | 0

SELECT name, stddev(height * 'x') OVER () AS s FROM people;
! type-mismatch: Can't convert value 'x' of type 'ASCII_STRING' to double (line 1, column 21)

SELECT name, group_concat(name) OVER (ORDER BY name) AS g, json_group_array(age) OVER (ORDER BY name) AS j FROM people;
name | g | j
ann: "Ann" | "Ann" | "[31]"
bob: "Bob" | "Ann,Bob" | "[31,25]"
cat: "Cat" | "Ann,Bob,Cat" | "[31,25,null]"
dan: "Dan" | "Ann,Bob,Cat,Dan" | "[31,25,null,42]"
eve: "eve" | "Ann,Bob,Cat,Dan,eve" | "[31,25,null,42,25]"

SELECT name, age, string_agg(name, ',') OVER (ORDER BY age RANGE UNBOUNDED PRECEDING EXCLUDE TIES) AS t, string_agg(name, ',') OVER (ORDER BY age RANGE UNBOUNDED PRECEDING EXCLUDE GROUP) AS g, string_agg(name, ',') OVER (ORDER BY age RANGE UNBOUNDED PRECEDING EXCLUDE CURRENT ROW) AS c FROM people;
name | age | t | g | c
ann: "Ann" | 31 | "Ann,Bob,Cat,eve" | "Bob,Cat,eve" | "Bob,Cat,eve"
bob: "Bob" | 25 | "Bob,Cat" | "Cat" | "Cat,eve"
cat: "Cat" | null | "Cat" | null | null
dan: "Dan" | 42 | "Ann,Bob,Cat,Dan,eve" | "Ann,Bob,Cat,eve" | "Ann,Bob,Cat,eve"
eve: "eve" | 25 | "Cat,eve" | "Cat" | "Bob,Cat"

SELECT name, try(stddev(height * 'x') OVER (), 0) AS s FROM people LIMIT 1;
name | s
ann: "Ann" | 0

SELECT name, try(stddev(height * CASE WHEN age = 42 THEN 'x' ELSE 1 END) OVER (ORDER BY name), 'failed') AS s FROM people;
name | s
ann: "Ann" | {"num":"NaN"}
bob: "Bob" | 0.1060660171779823
cat: "Cat" | 0.12583057392117913
dan: "Dan" | 0.12583057392117913
eve: "eve" | 0.10408329997330662

SELECT name, (SELECT string_agg(c.city, ',') OVER (ORDER BY c.city) FROM cities AS c WHERE c.people > p.age * 20000 ORDER BY c.city DESC LIMIT 1) AS x FROM people AS p;
name | x
ann: "Ann" | "Oslo,Rome"
bob: "Bob" | "Oslo,Rome"
cat: "Cat" | null
dan: "Dan" | "Rome"
eve: "eve" | "Oslo,Rome"

-- title: in a sub-select of GROUP BY, or of the ORDER BY of a compound
SELECT count(*) AS n FROM people GROUP BY (SELECT string_agg(c.city, ',') OVER (ORDER BY c.city) FROM cities AS c ORDER BY c.city DESC LIMIT 1);
n
"[""Bern,Oslo,Rome""]": 5

SELECT city FROM people WHERE city IS NOT NULL EXCEPT SELECT city FROM cities ORDER BY (SELECT string_agg(c.city, ',') OVER (ORDER BY c.city) FROM cities AS c LIMIT 1);
city
1: "Paris"

SELECT name FROM people UNION SELECT city FROM cities ORDER BY stddev(name) OVER ();
! not-supported: stddev(…) OVER (…) cannot be computed here; compute it in a sub-select in FROM
