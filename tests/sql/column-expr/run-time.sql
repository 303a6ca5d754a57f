SELECT COLUMN EXPR (ORDER BY rowCount() DESC, columnName() LIMIT 2) FROM people;
…
ann: {"name":"Ann","age":31}
bob: {"name":"Bob","age":25}
cat: {"name":"Cat","age":null}
dan: {"name":"Dan","age":42}
eve: {"name":"eve","age":25}

SELECT COLUMN EXPR (WHERE value() = 25) FROM people;
…
ann: {}
bob: {"age":25}
cat: {}
dan: {}
eve: {"age":25}

SELECT COLUMN EXPR (WHERE columnName() LIKE 'z%') FROM sparse;
…
a: {}
b: {"z":{"p":"u","q":5}}
c: {}

SELECT COLUMN EXPR (SELECT value() * 10 AS 'n_' + columnName() WHERE columnName() IN ('x', 'y')) FROM sparse;
…
a: {"n_x":10,"n_y":20}
b: {"n_x":30}
c: {"n_x":null}

SELECT COLUMN EXPR (SELECT rowCount()) FROM sparse;
…
a: {"x":2,"y":1}
b: {"x":2,"z":{"p":1,"q":1}}
c: {"x":2}

SELECT COLUMN EXPR (AS columnPathElement(-1) + columnPathLength()) FROM sparse;
…
a: {"x1":1,"y1":2}
b: {"x1":3,"p2":"u","q2":5}
c: {"x1":null}

SELECT COLUMN EXPR (ORDER BY rowCount() DESC LIMIT 1) FROM sparse;
…
a: {"x":1}
b: {"x":3}
c: {"x":null}

SELECT COLUMN EXPR STRUCTURED (WHERE columnName() != 'x') FROM sparse;
…
a: {"y":2}
b: {"z":{"p":"u","q":5}}
c: {}

SELECT COLUMN EXPR (WHERE rowCount() > 1) FROM (SELECT tokenize('a b ' + name + ' a', {splitChars: ' '}) AS * FROM people);
…
ann: {"a":2,"b":1}
bob: {"a":2,"b":1}
cat: {"a":2,"b":1}
dan: {"a":2,"b":1}
eve: {"a":2,"b":1}

SELECT COLUMN EXPR (SELECT value() / rowCount() AS columnName() + '_f' WHERE columnName() LIKE 'a%' ORDER BY rowCount() DESC, columnName() LIMIT 2) FROM (SELECT tokenize('a b ' + name + ' a', {splitChars: ' '}) AS * FROM people);
…
ann: {"a_f":0.4}
bob: {"a_f":0.4}
cat: {"a_f":0.4}
dan: {"a_f":0.4}
eve: {"a_f":0.4}

SELECT COLUMN EXPR (WHERE value() > age) FROM people WHERE age > 0;
…
ann: {"name":"Ann","city":"Oslo"}
bob: {"name":"Bob","city":"Rome"}
dan: {"name":"Dan"}
eve: {"name":"eve","city":"Paris"}

SELECT COLUMN EXPR (ORDER BY value() DESC LIMIT 1 ) FROM (SELECT age, height * 20 AS h FROM people);
…
ann: {"h":34}
bob: {"h":37}
cat: {"h":32}
dan: {"age":42}
eve: {"h":35}

SELECT COLUMN EXPR (AS value() WHERE columnName() = 'city') FROM people WHERE city IS NOT NULL;
…
ann: {"Oslo":"Oslo"}
bob: {"Rome":"Rome"}
cat: {"Oslo":"Oslo"}
eve: {"Paris":"Paris"}

SELECT COLUMN EXPR (AS value() WHERE columnName() = 'city') FROM people;
! invalid-argument: Cannot have a NULL column name

SELECT COLUMN EXPR (SELECT avg(value()) WHERE columnName() IN ('x', 'y')) FROM sparse;
…
[]: {"x":2,"y":2}

SELECT COLUMN EXPR (SELECT 1 + avg(value()) WHERE columnName() IN ('x', 'y')) FROM sparse;
! not-supported: over columns that only the run knows, COLUMN EXPR takes no aggregates, sub-selects, functions of SQLite or functions that must be awaited (line 1, column 8)

SELECT COLUMN EXPR (SELECT score({x: value()})[value]) FROM sparse;
! not-supported: over columns that only the run knows, COLUMN EXPR takes no aggregates, sub-selects, functions of SQLite or functions that must be awaited (line 1, column 8)

SELECT COLUMN EXPR (SELECT double({x: value()})[y] WHERE columnName() IN ('x', 'y')) FROM sparse;
…
a: {"x":2,"y":4}
b: {"x":6}
c: {"x":null}

SELECT {COLUMN EXPR (WHERE columnName() LIKE 'z%')} AS z FROM sparse;
…
a: {}
b: {"z":{"z":{"p":"u","q":5}}}
c: {}

SELECT columnCount() AS n, rowName() FROM (SELECT COLUMN EXPR (WHERE value() IS NOT NULL) FROM people);
n | rowName()
ann: 4 | "ann"
bob: 4 | "bob"
cat: 3 | "cat"
dan: 2 | "dan"
eve: 4 | "eve"

SELECT COLUMN EXPR (AS columnHash() % 7) FROM cities LIMIT 1;
1 | 0 | 4
c1: "Oslo" | "Norway" | 700000

SELECT COLUMN EXPR (OFFSET 2) FROM transpose(cities);
…
country: {"c3":"Switzerland"}
people: {"c3":134000}
city: {"c3":"Bern"}

SELECT COLUMN EXPR (SELECT value() + try(value() * 1, 0)) FROM transpose((SELECT people FROM cities));
…
people: {"c1":1400000,"c2":5600000,"c3":268000}

SELECT COLUMN EXPR (WHERE upper(columnName()) = 'C2' OR columnName() BETWEEN 'c3' AND 'd') FROM transpose(cities);
…
country: {"c2":"Italy","c3":"Switzerland"}
people: {"c2":2800000,"c3":134000}
city: {"c2":"Rome","c3":"Bern"}

SELECT COLUMN EXPR (SELECT CASE WHEN value() > 1 THEN 'many' ELSE 'one' END) FROM (SELECT tokenize('a b a', {splitChars: ' '}) AS *);
…
result: {"a":"many","b":"one"}

SELECT count(*) AS n, sum({COLUMN EXPR (WHERE columnName() LIKE 'z%' OR columnName() = 'x')}) AS s FROM sparse;
! type-mismatch: Can't convert value 'u' of type 'ASCII_STRING' to double (line 1, column 23)

SELECT COLUMN EXPR (WHERE columnName() LIKE 'b.c%') FROM people AS a JOIN cities AS b ON a.city = b.city;
b.city | b.country
[ann]-[c1]: "Oslo" | "Norway"
[bob]-[c2]: "Rome" | "Italy"
[cat]-[c1]: "Oslo" | "Norway"

SELECT COLUMN EXPR (WHERE value() = 'Oslo') FROM people AS a JOIN cities AS b ON a.city = b.city;
…
[ann]-[c1]: {"a":{"city":"Oslo"},"b":{"city":"Oslo"}}
[bob]-[c2]: {}
[cat]-[c1]: {"a":{"city":"Oslo"},"b":{"city":"Oslo"}}

-- title: STRUCTURED at run time
SELECT COLUMN EXPR STRUCTURED (SELECT rowCount()) FROM sparse;
…
a: {"x":2,"y":1}
b: {"x":2,"z":1}
c: {"x":2}

SELECT COLUMN EXPR STRUCTURED (WHERE columnName() = 'z') FROM sparse;
…
a: {}
b: {"z":{"p":"u","q":5}}
c: {}

SELECT COLUMN EXPR STRUCTURED (ORDER BY rowCount(), columnName() LIMIT 1) FROM sparse;
…
a: {"y":2}
b: {}
c: {}
