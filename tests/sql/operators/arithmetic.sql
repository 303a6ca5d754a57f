SELECT 1 + 1 AS x;
x
result: 2

SELECT 1 + 1.5 AS x;
x
result: 2.5

SELECT 10 - 4 AS x;
x
result: 6

SELECT 3 * 1.5 AS x;
x
result: 4.5

SELECT 7 / 2 AS x;
x
result: 3.5

SELECT 6 / 3 AS x;
x
result: 2

SELECT -7 / 2 AS x;
x
result: -3.5

SELECT 0.1 + 0.2 AS x;
x
result: 0.30000000000000004

SELECT 1e308 * 10 AS x;
x
result: {"num":"Inf"}

SELECT -1e308 * 10 AS x;
x
result: {"num":"-Inf"}

SELECT 9007199254740993 + 0 AS x;
x
result: 9007199254740992

SELECT 2 - 3 - 4 AS x;
x
result: -5

SELECT 2 / 4 / 2 AS x;
x
result: 0.25

SELECT 8 % 5 % 2 AS x;
x
result: 1

SELECT 2 * 3 % 4 AS x;
x
result: 2

SELECT 1 - -1 AS x;
x
result: 2

SELECT -2 - -2 AS x;
x
result: 0

SELECT +5 AS x;
x
result: 5

SELECT inf - inf AS x;
x
result: {"num":"NaN"}

SELECT inf * 0 AS x;
x
result: {"num":"NaN"}

SELECT -inf + 1 AS x;
x
result: {"num":"-Inf"}

SELECT nan + 1 AS x;
x
result: {"num":"NaN"}

SELECT 1 / inf AS x;
x
result: 0

SELECT 10 % 3 AS x;
x
result: 1

SELECT -10 % 3 AS x;
x
result: -1

SELECT 10 % -3 AS x;
x
result: 1

SELECT -10 % -3 AS x;
x
result: -1

SELECT 5.5 % 2.5 AS x;
x
result: 0.5

SELECT -5.5 % 2 AS x;
x
result: -1.5

SELECT 5 % 2.5 AS x;
x
result: 0

SELECT 0 % 5 AS x;
x
result: 0

SELECT 5.5 % 0 AS x;
x
result: {"num":"NaN"}

SELECT inf % 2 AS x;
x
result: {"num":"NaN"}

SELECT 7 % inf AS x;
x
result: 7

SELECT null + 1 AS x;
x
result: null

SELECT 1 - null AS x;
x
result: null

SELECT null * null AS x;
x
result: null

SELECT -null AS x;
x
result: null

SELECT null / 0 AS x;
x
result: null

SELECT null % 2 AS x;
x
result: null

SELECT 5 % null AS x;
x
result: null

SELECT 'a' + 'b' AS x;
x
result: "ab"

SELECT 'a' + 1.5 AS x;
x
result: "a1.5"

SELECT 1 + 'a' AS x;
x
result: "1a"

SELECT 'a' + 'b' + 'c' AS x;
x
result: "abc"

SELECT 1 + 2 + 'a' AS x;
x
result: "3a"

SELECT 'a' + 1 + 2 AS x;
x
result: "a12"

SELECT '' + '' AS x;
x
result: ""

SELECT 'x' + null AS x;
x
result: null

SELECT null + 'x' AS x;
x
result: null

SELECT 'a' + true AS x;
x
result: "a1"

SELECT 5 & 6 AS x;
x
result: 4

SELECT 5 | 6 AS x;
x
result: 7

SELECT 5 ^ 6 AS x;
x
result: 3

SELECT ~0 AS x;
x
result: -1

SELECT ~-1 AS x;
x
result: 0

SELECT ~~5 AS x;
x
result: 5

SELECT 1 & null AS x;
x
result: null

SELECT null | 1 AS x;
x
result: null

SELECT ~null AS x;
x
result: null

SELECT 0 | 0 AS x;
x
result: 0

SELECT -1 & 255 AS x;
x
result: 255

SELECT 1099511627776 | 1 AS x;
x
result: 1099511627777

SELECT 'a' - 1 AS x;
! type-mismatch: Can't convert value 'a' of type 'ASCII_STRING' to double (line 1, column 8)

SELECT 2 * 'b' AS x;
! type-mismatch: Can't convert value 'b' of type 'ASCII_STRING' to double (line 1, column 8)

SELECT 4 % 0 AS x;
! invalid-argument: Integer Modulus by a zero dividend (line 1, column 8)

SELECT 1 << 64 AS a, 1 << 63 AS b, -8 >> 1 AS c, -8 >> 100 AS d, 8 << -2 AS e, 1 << 1e9 AS f;
a | b | c | d | e | f
result: 0 | -9223372036854775808 | -4 | -1 | 2 | 0
