-- title: a misspelled column
SELECT p.naem FROM people AS p LIMIT 1;
p.naem
ann: null
? no column "p.naem" here; it reads as NULL. Did you mean "p.name"? (line 1, column 8)

-- title: a dataset by the name that its alias hides
SELECT people.name FROM people AS p LIMIT 1;
people.name
ann: null
? no column "people.name" here; it reads as NULL. "people" is called "p" here (line 1, column 8)

-- title: a side of a join
SELECT c.contry FROM people AS p JOIN cities AS c ON p.city = c.city LIMIT 1;
c.contry
[ann]-[c1]: null
? no column "c.contry" here; it reads as NULL. Did you mean "c.country"? (line 1, column 8)

-- title: what a function gives
SELECT score({x: 1})[valeu];
score({x: 1})[valeu]
result: null
? the row has no column "valeu"; it reads as NULL. Did you mean "value"? (line 1, column 22)

-- title: a member of a row
SELECT {1 AS width, 2 AS height}.witdh AS w;
w
result: null
? the row has no column "witdh"; it reads as NULL. Did you mean "width"? (line 1, column 8)

-- title: the name of an item, which WHERE does not see
SELECT age AS years FROM people WHERE years > 30;
years
? no column "years" here; it reads as NULL. An item of SELECT has that name, which WHERE does not see: write its expression again (line 1, column 39)

-- title: warned of once, where it first stands
SELECT nope, nope + 1 AS x FROM people WHERE nope IS NOT NULL LIMIT 1;
nope | x
? no column "nope" here; it reads as NULL. Did you mean "name"? (line 1, column 46)

-- title: in the second line
SELECT name,
  agee FROM people LIMIT 1;
name | agee
ann: "Ann" | null
? no column "agee" here; it reads as NULL. Did you mean "age"? (line 2, column 3)

-- title: a misspelled builtin
SELECT lenght('a');
! unknown-function: there is no function "lenght"; did you mean "length"? (line 1, column 8)

-- title: a misspelled aggregate
SELECT cuont(age) FROM people;
! unknown-function: there is no function "cuont"; did you mean "count"? (line 1, column 8)

-- title: a misspelled function of a row
SELECT rowNaem() FROM people;
! unknown-function: there is no function "rowNaem"; did you mean "rowName"? (line 1, column 8)

-- title: a misspelled function of the user
SELECT scroe({x: 1});
! unknown-function: there is no function "scroe"; did you mean "score"? (line 1, column 8)

-- title: a misspelled dataset
SELECT * FROM pepole;
! unknown-dataset: there is no dataset "pepole"; did you mean "people"? (line 1, column 15)

-- title: a misspelled table of WITH
WITH recent AS (SELECT 1 AS x) SELECT * FROM recnet;
! unknown-dataset: there is no dataset "recnet"; did you mean "recent"? (line 1, column 46)

-- title: a misspelled table function
SELECT * FROM row_datset({a: 1});
! unknown-function: there is no dataset function "row_datset" for FROM; there are row_dataset, atom_dataset, json_each, json_tree, merge, sample, union, transpose; did you mean "row_dataset"? (line 1, column 15)

-- title: a misspelled window
SELECT sum(age) OVER bycity FROM people WINDOW by_city AS (PARTITION BY city);
! unknown-column: there is no window "bycity"; did you mean "by_city"? (line 1, column 8)

-- title: a misspelled alias before a function
SELECT pp.rowName() FROM people AS p;
! unknown-dataset: no dataset "pp" in this FROM; did you mean "p"? (line 1, column 8)

-- title: a misspelled option
SELECT * FROM sample(people, {rowz: 2});
! invalid-argument: sample has no option "rowz"; it has rows, fraction, withReplacement, seed; did you mean "rows"? (line 1, column 15)

-- title: a misspelled type
SELECT CAST (1 AS intger);
! invalid-argument: cannot cast to "intger"; the types are string, integer, number, boolean, timestamp, path, blob; did you mean "integer"? (line 1, column 8)

-- title: the first keyword
SELCT name FROM people;
! syntax: expected SELECT, found "SELCT"; did you mean SELECT? (line 1, column 1)

-- title: FROM after a star
SELECT * FORM people;
! syntax: expected a clause such as WHERE, GROUP BY or LIMIT, or the end of the statement, found "FORM"; did you mean FROM? (line 1, column 10)

-- title: FROM after a qualified star
SELECT p.* FORM people AS p;
! syntax: expected a clause such as WHERE, GROUP BY or LIMIT, or the end of the statement, found "FORM"; did you mean FROM? (line 1, column 12)

-- title: EXCLUDING
SELECT * EXLUDING (name) FROM people;
! syntax: expected a clause such as WHERE, GROUP BY or LIMIT, or the end of the statement, found "EXLUDING"; did you mean EXCLUDING? (line 1, column 10)

-- title: ORDER
SELECT name FROM people ODRER BY name;
! syntax: expected a clause such as WHERE, GROUP BY or LIMIT, or the end of the statement, found "ODRER"; did you mean ORDER? (line 1, column 25)

-- title: LIMIT
SELECT name FROM people LIMT 3;
! syntax: expected a clause such as WHERE, GROUP BY or LIMIT, or the end of the statement, found "LIMT"; did you mean LIMIT? (line 1, column 25)

-- title: no keyword is meant by a statement that writes
INSERT INTO people VALUES (1);
! syntax: INSERT is no statement here: SQL only reads. Datasets are written by procedures such as transform and over REST; with dialect=sqlite there are scratch tables (line 1, column 1)

DELETE FROM people;
! syntax: DELETE is no statement here: SQL only reads. Datasets are written by procedures such as transform and over REST; with dialect=sqlite there are scratch tables (line 1, column 1)

drop table people;
! syntax: DROP is no statement here: SQL only reads. Datasets are written by procedures such as transform and over REST; with dialect=sqlite there are scratch tables (line 1, column 1)

-- title: REPLACE is a function as well
SELECT replace('abc', 'b', 'x') AS r;
r
result: "axc"

-- title: one statement at a time
SELECT 1; SELECT 2;
! syntax: expected the end: one statement is run at a time, found "SELECT" (line 1, column 11)

-- title: BY is missing
SELECT name FROM people ORDER name;
! syntax: expected BY, found "name" (line 1, column 31)

-- title: a name of one letter is like no other
SELECT {1 AS a}.b AS x;
x
result: null
? the row has no column "b"; it reads as NULL (line 1, column 8)

-- title: the place of a column that is no part of its group
SELECT city, count(*) AS n, max(age) + age AS x FROM people GROUP BY city;
! type-mismatch: variable 'age' must appear in the GROUP BY clause or be used in an aggregate function (line 1, column 40)

-- title: in HAVING
SELECT city FROM people GROUP BY city HAVING age > 1;
! type-mismatch: variable 'age' must appear in the GROUP BY clause or be used in an aggregate function (line 1, column 46)

-- title: a name that is not closed
SELECT "name FROM people;
! syntax: a name is not closed; expected " (line 1, column 8)

-- title: clauses in another order
SELECT name FROM people WHERE age > 1 NAMED 'g';
! syntax: NAMED stands twice or too late; clauses come in the order SELECT, NAMED, FROM, WHEN, WHERE, GROUP BY, HAVING, WINDOW, ORDER BY, LIMIT, OFFSET (line 1, column 39)

SELECT name FROM people LIMIT 3 ORDER BY name;
! syntax: ORDER stands twice or too late; clauses come in the order SELECT, NAMED, FROM, WHEN, WHERE, GROUP BY, HAVING, WINDOW, ORDER BY, LIMIT, OFFSET (line 1, column 33)

-- title: UNION
SELECT count(*) FROM people UNOIN SELECT 1;
! syntax: expected a clause such as WHERE, GROUP BY or LIMIT, or the end of the statement, found "UNOIN"; did you mean UNION? (line 1, column 29)

-- title: OVER
SELECT row_number() OVR (ORDER BY age) FROM people;
! syntax: expected a clause such as WHERE, GROUP BY or LIMIT, or the end of the statement, found "OVR"; did you mean OVER? (line 1, column 21)

-- title: PARTITION
SELECT row_number() OVER (PARTITON BY age) FROM people;
! syntax: expected ")", found "PARTITON"; did you mean PARTITION? (line 1, column 27)

-- title: JOIN
SELECT * FROM people LEFT JION cities ON true;
! syntax: expected JOIN, found "JION"; did you mean JOIN? (line 1, column 27)

-- title: FROM after an alias
SELECT name FRM people;
! syntax: expected a clause such as WHERE, GROUP BY or LIMIT, or the end of the statement, found "FRM"; did you mean FROM? (line 1, column 13)

-- title: BY that hangs on its word
SELECT name FROM people GROUPBY city;
! syntax: expected a clause such as WHERE, GROUP BY or LIMIT, or the end of the statement, found "GROUPBY"; did you mean GROUP BY? (line 1, column 25)

-- title: a keyword before a text
SELECT TIMESTMP '2020-01-01';
! syntax: expected a clause such as WHERE, GROUP BY or LIMIT, or the end of the statement, found "TIMESTMP"; did you mean TIMESTAMP? (line 1, column 8)

-- title: what other dialects say otherwise
SELECT TOP 5 name FROM people;
! syntax: expected a clause such as WHERE, GROUP BY or LIMIT, or the end of the statement, found "TOP"; here that is LIMIT at the end (line 1, column 8)

SELECT name FROM people FETCH FIRST 5 ROWS ONLY;
! syntax: expected a clause such as WHERE, GROUP BY or LIMIT, or the end of the statement, found "FETCH"; here that is LIMIT (line 1, column 25)

SELECT name FROM people WHERE name ILIKE 'a%';
! syntax: expected a clause such as WHERE, GROUP BY or LIMIT, or the end of the statement, found "ILIKE"; here that is lower(x) LIKE pattern (line 1, column 36)

SELECT name FROM people ORDER BY name WHERE age > 1;
! syntax: WHERE stands twice or too late; clauses come in the order SELECT, NAMED, FROM, WHEN, WHERE, GROUP BY, HAVING, WINDOW, ORDER BY, LIMIT, OFFSET (line 1, column 39)

-- title: a keyword as a name
SELECT name AS FROM people;
! syntax: expected a name after AS, found "FROM"; a name like that is clearer in double quotes (line 1, column 16)

-- title: a comma too many
SELECT name, FROM people;
! syntax: expected an expression, found "FROM"; is the comma before it one too many? (line 1, column 14)

SELECT name FROM people GROUP BY name, HAVING count(*) > 1;
! syntax: expected an expression, found "HAVING"; is the comma before it one too many? (line 1, column 40)

-- title: a kind of join
SELECT count(*) AS n FROM people INER JOIN cities ON true;
n
[]: 15
? INER is taken for a name of what is before JOIN. Did you mean INNER? (line 1, column 27)

-- title: a text in double quotes
SELECT name FROM people WHERE name = "Ann";
name
? no column "Ann" here; it reads as NULL. A text stands in single quotes: 'Ann' (line 1, column 38)

-- title: a keyword that reads as a column
SELECT name FROM people WHERE age IS NOT NUL AND name = 'Ann';
name
ann: "Ann"
? no column "NUL" here; it reads as NULL. Did you mean NULL? (line 1, column 42)

SELECT DISTICT name FROM people LIMIT 1;
name
ann: null
? no column "DISTICT" here; it reads as NULL. Did you mean DISTINCT? (line 1, column 8)
