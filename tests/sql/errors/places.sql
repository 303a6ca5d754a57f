-- title: what is computed over rows or groups is refused where there are none
SELECT name FROM people WHERE age = (SELECT max((SELECT age)));
! not-supported: an aggregate or a function with OVER stands where it cannot be computed; compute it in a sub-select in FROM

SELECT name FROM people WHERE rank() OVER (ORDER BY age) = 1;
! type-mismatch: rank() OVER (…) may stand in SELECT and ORDER BY only, not inside another or an aggregate (line 1, column 31)

SELECT city FROM people GROUP BY city HAVING rank() OVER (ORDER BY city) = 1;
! type-mismatch: rank() OVER (…) may stand in SELECT and ORDER BY only, not inside another or an aggregate (line 1, column 46)

SELECT sum(rank() OVER (ORDER BY age)) FROM people;
! type-mismatch: rank() OVER (…) may stand in SELECT and ORDER BY only, not inside another or an aggregate (line 1, column 12)

SELECT DISTINCT ON (age) age FROM people ORDER BY age, rank() OVER (ORDER BY age);
! not-supported: DISTINCT ON cannot be ordered by a function with OVER (line 1, column 1)

SELECT 1 AS x NAMED sum(age) FROM people;
! type-mismatch: aggregate sum is not allowed here (line 1, column 21)

SELECT count(*) OVER (ORDER BY v RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) AS n FROM mixed;
! not-supported: RANGE with an offset needs one ORDER BY expression, whose values are plain numbers

SELECT name FROM people ORDER BY max(age);
! type-mismatch: aggregate max is not allowed here (line 1, column 34)

-- title: a failure at run time has the place of its call
SELECT name,
  upper(exp(name)) AS x FROM people;
! type-mismatch: Executing builtin function exp: Can't convert value 'Ann' of type 'ASCII_STRING' to double (line 2, column 9)

-- title: the one of several that failed
SELECT exp(age) AS x, exp(name) AS y FROM people;
! type-mismatch: Executing builtin function exp: Can't convert value 'Ann' of type 'ASCII_STRING' to double (line 1, column 23)

SELECT exp(exp(name)) AS x FROM people WHERE exp(age) > 0;
! type-mismatch: Executing builtin function exp: Can't convert value 'Ann' of type 'ASCII_STRING' to double (line 1, column 12)

SELECT (SELECT max(exp(c.city)) FROM cities AS c WHERE exp(c.people / 1e6) > 0) AS x FROM people;
! type-mismatch: Executing builtin function exp: Can't convert value 'Oslo' of type 'ASCII_STRING' to double (line 1, column 20)

SELECT age FROM people GROUP BY age ORDER BY exp(max(age)), exp(max(name));
! type-mismatch: Executing builtin function exp: Can't convert value 'Cat' of type 'ASCII_STRING' to double (line 1, column 61)

-- title: among those that are computed as one
SELECT vector_sum([age, 1], [1, 2]) AS a, norm(vector_sum([1, 2], [age, 3, 4]), 2) AS b FROM people;
! type-mismatch: Executing builtin function vector_sum: vectors must have the same length, not 2 and 3 (line 1, column 48)

-- title: among the arguments of what must be awaited
SELECT score({x: exp(name)})[value] AS a, exp(age) AS b FROM people;
! type-mismatch: Executing builtin function exp: Can't convert value 'Ann' of type 'ASCII_STRING' to double (line 1, column 18)

-- title: beside what try catches
SELECT try(exp(name), 1) AS a, exp(city) AS b FROM people;
! type-mismatch: Executing builtin function exp: Can't convert value 'Oslo' of type 'ASCII_STRING' to double (line 1, column 32)

-- title: of an aggregate
SELECT sum(age) AS a, sum(name) AS b FROM people;
! type-mismatch: Can't convert value 'Ann' of type 'ASCII_STRING' to double (line 1, column 23)

SELECT sum({*}) AS s FROM people;
! type-mismatch: Can't convert value 'Ann' of type 'ASCII_STRING' to double (line 1, column 8)

SELECT sum(age) OVER () AS a, sum(name) OVER (ORDER BY age) AS b FROM people;
! type-mismatch: Can't convert value 'Cat' of type 'ASCII_STRING' to double (line 1, column 31)

-- title: in COLUMN EXPR
SELECT COLUMN EXPR (SELECT exp(value()) * 2 WHERE exp(rowCount()) > 0), exp(age) FROM people;
! type-mismatch: Executing builtin function exp: Can't convert value 'Ann' of type 'ASCII_STRING' to double (line 1, column 28)

-- title: of the call of a function made of expressions
SELECT exp(name) AS x, square({x: age}) AS y FROM people;
! type-mismatch: Executing builtin function exp: Can't convert value 'Ann' of type 'ASCII_STRING' to double (line 1, column 8)

SELECT age * 2 AS x, square({x: name}) AS y FROM people;
! type-mismatch: Can't convert value 'Ann' of type 'ASCII_STRING' to double (line 1, column 22)

-- title: a name of a builtin that is no call
SELECT exp(name) AS exp FROM people;
! type-mismatch: Executing builtin function exp: Can't convert value 'Ann' of type 'ASCII_STRING' to double (line 1, column 8)

-- title: an operator is shown with what it is between
SELECT *, -age * 2, {1 AS x} * city FROM people;
! type-mismatch: Can't convert value 'Oslo' of type 'ASCII_STRING' to double (line 1, column 21)

SELECT *, 3 + {1 AS x} * city AS z FROM people;
! type-mismatch: Can't convert value 'Oslo' of type 'ASCII_STRING' to double (line 1, column 15)

SELECT name FROM people
  WHERE 5 % (age - 25) = 0;
! invalid-argument: Integer Modulus by a zero dividend (line 2, column 9)

SELECT age - 1, -name FROM people;
! type-mismatch: Can't convert value 'Ann' of type 'ASCII_STRING' to double (line 1, column 17)

SELECT name - 1, -age FROM people;
! type-mismatch: Can't convert value 'Ann' of type 'ASCII_STRING' to double (line 1, column 8)

-- title: and so has what SQLite refuses
SELECT json_extract(name, '$') FROM people;
! invalid-argument: SQLite: malformed JSON (line 1, column 8)

SELECT name -> 'a' FROM people;
! invalid-argument: SQLite: malformed JSON (line 1, column 13)

SELECT ntile(0) OVER (ORDER BY age) FROM people;
! invalid-argument: SQLite: argument of ntile must be a positive integer (line 1, column 8)
