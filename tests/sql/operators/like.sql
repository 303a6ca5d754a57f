SELECT 'abc' LIKE 'abc' AS x;
x
result: 1

SELECT 'abc' LIKE 'ab' AS x;
x
result: 0

SELECT 'abc' LIKE '%' AS x;
x
result: 1

SELECT '' LIKE '' AS x;
x
result: 1

SELECT '' LIKE '%' AS x;
x
result: 1

SELECT '' LIKE '_' AS x;
x
result: 0

SELECT 'abc' LIKE '_' AS x;
x
result: 0

SELECT 'abc' LIKE '___' AS x;
x
result: 1

SELECT 'ac' LIKE 'a%c' AS x;
x
result: 1

SELECT 'abbbc' LIKE 'a%c' AS x;
x
result: 1

SELECT 'abcd' LIKE 'a%c' AS x;
x
result: 0

SELECT 'a[c' LIKE 'a[c' AS x;
x
result: 1

SELECT 'abc' LIKE 'a[b]c' AS x;
x
result: 0

SELECT 'a*c' LIKE 'a*c' AS x;
x
result: 1

SELECT 'abc' LIKE 'a*' AS x;
x
result: 0

SELECT 'a.c' LIKE 'a.c' AS x;
x
result: 1

SELECT 'abc' LIKE 'a.c' AS x;
x
result: 0

SELECT 'a|b' LIKE 'a|b' AS x;
x
result: 1

SELECT 'a' LIKE 'a|b' AS x;
x
result: 0

SELECT 'ABC' LIKE 'abc' AS x;
x
result: 0

SELECT 'é' LIKE '_' AS x;
x
result: 1

SELECT '😀' LIKE '_' AS x;
x
result: 1

SELECT 'aXbXc' LIKE '%X%X%' AS x;
x
result: 1

SELECT 'mississippi' LIKE 'm%iss%ppi' AS x;
x
result: 1

SELECT 'mississippi' LIKE '%ss_pp%' AS x;
x
result: 1

SELECT 'mississippi' LIKE '%sx%' AS x;
x
result: 0

SELECT 'a(b)c' LIKE 'a(b)c' AS x;
x
result: 1

SELECT 'a\b' LIKE 'a\b' AS x;
x
result: 1

SELECT '50%' LIKE '50%' AS x;
x
result: 1

SELECT 'a+b?' LIKE 'a+b?' AS x;
x
result: 1

SELECT '^a$' LIKE '^a$' AS x;
x
result: 1

SELECT 'abc' LIKE '%c%' AS x;
x
result: 1

SELECT 'abc' LIKE 'c%' AS x;
x
result: 0

SELECT null LIKE 'a' AS x;
x
result: null

SELECT 'a' LIKE null AS x;
x
result: null

SELECT 'abc' NOT LIKE 'a%' AS x;
x
result: 0

SELECT null NOT LIKE 'a' AS x;
x
result: null

SELECT 'abc' like 'a%' AS x;
x
result: 1
