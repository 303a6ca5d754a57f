SELECT 1 +;
! syntax: expected an expression, found ";" (line 1, column 11)

SELEC 1;
! syntax: expected SELECT, found "SELEC"; did you mean SELECT? (line 1, column 1)

SELECT 1 FORM people;
! syntax: expected a clause such as WHERE, GROUP BY or LIMIT, or the end of the statement, found "FORM"; did you mean FROM? (line 1, column 10)

SELECT name FROM people WERE age > 1;
! syntax: expected a clause such as WHERE, GROUP BY or LIMIT, or the end of the statement, found "WERE"; did you mean WHERE? (line 1, column 25)

SELECT FROM people;
! syntax: expected an expression, found "FROM"; a column of that name needs double quotes (line 1, column 8)

SELECT 'abc;
! syntax: a string is not closed; expected ' (line 1, column 8)

SELECT 1 FROM;
! syntax: expected a dataset, found ";" (line 1, column 14)

SELECT (1;
! syntax: expected ")", found ";" (line 1, column 10)

SELECT * FROM peeple;
! unknown-dataset: there is no dataset "peeple"; did you mean "people"? (line 1, column 15)

SELECT sqroot(1);
! unknown-function: there is no function "sqroot"; did you mean "sqrt"? (line 1, column 8)

SELECT 1 AS;
! syntax: expected a name, found ";" (line 1, column 12)

SELECT {x: 1;
! syntax: expected "}", found ";" (line 1, column 13)

SELECT 1 !< 2;
! syntax: expected a comparison such as <, <=, =, !=, found "!<" (line 1, column 10)

SELECT CASE 1 END;
! syntax: expected WHEN, found "END" (line 1, column 15)

SELECT TIMESTAMP 'yesterday';
! syntax: a timestamp is written as ISO 8601, for example 2020-01-02T03:04:05Z (line 1, column 18)

SELECT INTERVAL 'soon';
! syntax: an interval is written as numbers with units, for example '3 month 2 day 1h' (line 1, column 17)

SELECT name FROM people LIMIT -2;
! invalid-argument: LIMIT takes a whole number that is not negative (line 1, column 31)

SELECT name FROM people LIMIT 'x';
! invalid-argument: LIMIT takes a whole number that is not negative (line 1, column 31)

SELECT $missing;
! invalid-argument: parameter $missing has no value; none were given (line 1, column 8)

SELECT 1 # 2;
! syntax: unexpected character "#" (line 1, column 10)

SELECT x'abc';
! syntax: a blob is written as pairs of hexadecimal digits (line 1, column 8)

SELECT name
FROM people
GROUP age;
! syntax: expected BY, found "age" (line 3, column 7)

SELECT a.name FROM people AS a JOIN people AS b ON a.age = b.age WHERE name = 'x';
! unknown-column: column "name" is in a and b; say which (line 1, column 72)

SELECT 12abc;
! syntax: a number ends with a letter; a name that starts with a digit needs double quotes (line 1, column 8)

SELECT name FROM people WHERE age = (SELECT max(age));
! not-supported: max() here is about columns of the select around this one only; write it there (line 1, column 45)

SELECT name, (SELECT max(p.age) FROM cities) AS m FROM people AS p;
! not-supported: max() here is about columns of the select around this one only; write it there (line 1, column 22)

SELECT sum(*) FROM people;
! invalid-argument: only count takes *, not sum (line 1, column 8)

SELECT substr(2);
! invalid-argument: Binding builtin function substr: expected 2 to 3 arguments, got 1 (line 1, column 8)

SELECT lag() OVER (ORDER BY age) FROM people;
! invalid-argument: function lag expected 1 to 3 arguments, got 0 (line 1, column 8)

SELECT name FROM people ORDER BY max(age);
! type-mismatch: aggregate max is not allowed here (line 1, column 34)

SELECT lead(name, row_number() OVER (ORDER BY name)) OVER (ORDER BY name) AS x FROM people;
! type-mismatch: row_number() OVER (…) may stand in SELECT and ORDER BY only, not inside another or an aggregate (line 1, column 19)

SELECT count(*) OVER (ORDER BY age ROWS 1 FOLLOWING) AS n FROM people;
! syntax: a frame must not end before it starts (line 1, column 36)

SELECT count(*) OVER (ORDER BY age ROWS BETWEEN CURRENT ROW AND 1 PRECEDING) AS n FROM people;
! syntax: a frame must not end before it starts (line 1, column 36)

SELECT count(*) OVER (ORDER BY age ROWS UNBOUNDED FOLLOWING) AS n FROM people;
! syntax: a frame must not end before it starts (line 1, column 36)
