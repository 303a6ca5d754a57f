SELECT abs(-3) AS x;
x
result: 3

SELECT abs(3) AS x;
x
result: 3

SELECT abs(-2.5) AS x;
x
result: 2.5

SELECT abs(0) AS x;
x
result: 0

SELECT abs(null) AS x;
x
result: null

SELECT abs(-inf) AS x;
x
result: {"num":"Inf"}

SELECT abs(nan) AS x;
x
result: {"num":"NaN"}

SELECT abs([-1, 2, -3]) AS x;
x
result: [1,2,3]

SELECT abs({-1 AS a, null AS b}) AS x;
x
result: {"a":1,"b":null}

SELECT abs('x') AS x;
! type-mismatch: Executing builtin function abs: Can't convert value 'x' of type 'ASCII_STRING' to double (line 1, column 8)

SELECT abs() AS x;
! invalid-argument: Binding builtin function abs: expected 1 argument, got 0 (line 1, column 8)

SELECT abs(1, 2) AS x;
! invalid-argument: Binding builtin function abs: expected 1 argument, got 2 (line 1, column 8)

SELECT ABS(-3) AS x;
x
result: 3

SELECT ceil(1.2) AS x;
x
result: 2

SELECT ceil(-1.2) AS x;
x
result: -1

SELECT ceil(2) AS x;
x
result: 2

SELECT ceiling(0.5) AS x;
x
result: 1

SELECT ceil(inf) AS x;
x
result: {"num":"Inf"}

SELECT ceil(null) AS x;
x
result: null

SELECT floor(1.8) AS x;
x
result: 1

SELECT floor(-1.2) AS x;
x
result: -2

SELECT floor(-2) AS x;
x
result: -2

SELECT floor(nan) AS x;
x
result: {"num":"NaN"}

SELECT floor([1.5, -1.5]) AS x;
x
result: [1,-2]

SELECT round(1.4) AS x;
x
result: 1

SELECT round(1.5) AS x;
x
result: 2

SELECT round(2.5) AS x;
x
result: 3

SELECT round(-0.5) AS x;
x
result: -1

SELECT round(-2.5) AS x;
x
result: -3

SELECT round(0.49999999999999994) AS x;
x
result: 0

SELECT round(1e300) AS x;
x
result: 1e+300

SELECT round(null) AS x;
x
result: null

SELECT round(1.2345, 2) AS x;
x
result: 1.23

SELECT round(1.005, 2) AS x;
x
result: 1.01

SELECT round(-1.005, 2) AS x;
x
result: -1.01

SELECT round(1250, -2) AS x;
x
result: 1300

SELECT round(inf, 2) AS x;
x
result: {"num":"Inf"}

SELECT round(1.5, null) AS x;
x
result: null

SELECT round([0.5, 1.5]) AS x;
x
result: [1,2]

SELECT quantize(123.456, 0.1) AS x;
x
result: 123.5

SELECT quantize(123.456, 0.01) AS x;
x
result: 123.46

SELECT quantize(123.456, 1) AS x;
x
result: 123

SELECT quantize(123.456, 10) AS x;
x
result: 120

SELECT quantize(-12.5, 1) AS x;
x
result: -13

SELECT quantize(null, 1) AS x;
x
result: null

SELECT quantize(0.3, 0.1) AS x;
x
result: 0.3

SELECT sign(-7.5) AS x;
x
result: -1

SELECT sign(0) AS x;
x
result: 0

SELECT sign(12) AS x;
x
result: 1

SELECT sign(nan) AS x;
x
result: {"num":"NaN"}

SELECT sign('text') AS x;
x
result: {"num":"NaN"}

SELECT sign(-inf) AS x;
x
result: -1

SELECT sign(null) AS x;
x
result: null

SELECT mod(7, 3) AS x;
x
result: 1

SELECT mod(-7, 3) AS x;
x
result: -1

SELECT mod(7, -3) AS x;
x
result: 1

SELECT mod(5.5, 2) AS x;
x
result: 1.5

SELECT mod(5, 2.5) AS x;
x
result: 0

SELECT mod(5.5, 0) AS x;
x
result: {"num":"NaN"}

SELECT mod(null, 2) AS x;
x
result: null

SELECT mod(7, 0) AS x;
! invalid-argument: Executing builtin function mod: Integer Modulus by a zero dividend (line 1, column 8)

SELECT pow(2, 10) AS x;
x
result: 1024

SELECT pow(2, -1) AS x;
x
result: 0.5

SELECT pow(2, 0.5) AS x;
x
result: 1.4142135623730951

SELECT power(3, 2) AS x;
x
result: 9

SELECT pow(0, 0) AS x;
x
result: 1

SELECT pow(0, -1) AS x;
x
result: {"num":"Inf"}

SELECT pow(-8, 1 / 3) AS x;
x
result: {"num":"NaN"}

SELECT pow(1, nan) AS x;
x
result: 1

SELECT pow(null, 2) AS x;
x
result: null

SELECT pow([1, 2, 3], 2) AS x;
x
result: [1,4,9]

SELECT pow(2, [1, 2, 3]) AS x;
x
result: [2,4,8]

SELECT pow([1, 2], [3, 4]) AS x;
x
result: [1,16]

SELECT pow(2) AS x;
! invalid-argument: Binding builtin function pow: expected 2 arguments, got 1 (line 1, column 8)

SELECT sqrt(16) AS x;
x
result: 4

SELECT sqrt(2) AS x;
x
result: 1.4142135623730951

SELECT sqrt(0) AS x;
x
result: 0

SELECT sqrt(-1) AS x;
x
result: {"num":"NaN"}

SELECT sqrt(inf) AS x;
x
result: {"num":"Inf"}

SELECT sqrt(null) AS x;
x
result: null

SELECT sqrt(4, 2) AS x;
! invalid-argument: Binding builtin function sqrt: expected 1 argument, got 2 (line 1, column 8)

SELECT exp(0) AS x;
x
result: 1

SELECT exp(1) AS x;
x
result: 2.718281828459045

SELECT exp(-inf) AS x;
x
result: 0

SELECT exp(1000) AS x;
x
result: {"num":"Inf"}

SELECT exp(null) AS x;
x
result: null

SELECT exp('a') AS x;
! type-mismatch: Executing builtin function exp: Can't convert value 'a' of type 'ASCII_STRING' to double (line 1, column 8)

SELECT ln(1) AS x;
x
result: 0

SELECT ln(0) AS x;
x
result: {"num":"-Inf"}

SELECT ln(-1) AS x;
x
result: {"num":"NaN"}

SELECT ln(e()) AS x;
x
result: 1

SELECT ln(null) AS x;
x
result: null

SELECT log(100) AS x;
x
result: 2

SELECT log(0) AS x;
x
result: {"num":"-Inf"}

SELECT log(-5) AS x;
x
result: {"num":"NaN"}

SELECT log(2, 1024) AS x;
x
result: 10

SELECT log(3, 243) AS x;
x
result: 5

SELECT log(10, 0.001) AS x;
x
result: -3

SELECT log(null) AS x;
x
result: null

SELECT log([10, 100]) AS x;
x
result: [1,2]

SELECT sin(0) AS x;
x
result: 0

SELECT cos(0) AS x;
x
result: 1

SELECT tan(0) AS x;
x
result: 0

SELECT asin(1) AS x;
x
result: 1.5707963267948966

SELECT acos(1) AS x;
x
result: 0

SELECT acos(2) AS x;
x
result: {"num":"NaN"}

SELECT atan(1) AS x;
x
result: 0.7853981633974483

SELECT atan(inf) AS x;
x
result: 1.5707963267948966

SELECT sinh(0) AS x;
x
result: 0

SELECT cosh(0) AS x;
x
result: 1

SELECT tanh(inf) AS x;
x
result: 1

SELECT asinh(0) AS x;
x
result: 0

SELECT acosh(1) AS x;
x
result: 0

SELECT acosh(0.5) AS x;
x
result: {"num":"NaN"}

SELECT atanh(1) AS x;
x
result: {"num":"Inf"}

SELECT sin(inf) AS x;
x
result: {"num":"NaN"}

SELECT cos(null) AS x;
x
result: null

SELECT atan2(0, 1) AS x;
x
result: 0

SELECT atan2(1, 0) AS x;
x
result: 1.5707963267948966

SELECT atan2(0, -1) AS x;
x
result: 3.141592653589793

SELECT atan2(null, 1) AS x;
x
result: null

SELECT pi() AS x;
x
result: 3.141592653589793

SELECT e() AS x;
x
result: 2.718281828459045

SELECT pi(1) AS x;
! invalid-argument: Binding builtin function pi: expected 0 arguments, got 1 (line 1, column 8)

SELECT clamp(5, 0, 10) AS x;
x
result: 5

SELECT clamp(-5, 0, 10) AS x;
x
result: 0

SELECT clamp(15, 0, 10) AS x;
x
result: 10

SELECT clamp(15, 0, null) AS x;
x
result: 15

SELECT clamp(-15, null, 10) AS x;
x
result: -15

SELECT clamp(nan, 2, 10) AS x;
x
result: 2

SELECT clamp(null, 0, 1) AS x;
x
result: null

SELECT clamp([-1, 5], 0, 2) AS x;
x
result: [0,2]

SELECT clamp(inf, 0, 1) AS x;
x
result: 1

SELECT isnan(nan) AS x;
x
result: 1

SELECT isnan(1) AS x;
x
result: 0

SELECT isnan(inf) AS x;
x
result: 0

SELECT isnan('a') AS x;
x
result: 0

SELECT isnan(null) AS x;
x
result: null

SELECT isinf(inf) AS x;
x
result: 1

SELECT isinf(-inf) AS x;
x
result: 1

SELECT isinf(nan) AS x;
x
result: 0

SELECT isinf(null) AS x;
x
result: null

SELECT isfinite(1) AS x;
x
result: 1

SELECT isfinite(inf) AS x;
x
result: 0

SELECT isfinite(nan) AS x;
x
result: 0

SELECT isfinite(null) AS x;
x
result: null

SELECT isfinite({1 AS a, inf AS b}) AS x;
x
result: {"a":1,"b":0}

SELECT replace_nan(nan, 5) AS x;
x
result: 5

SELECT replace_nan(3, 5) AS x;
x
result: 3

SELECT replace_nan(null, 5) AS x;
x
result: null

SELECT replace_nan('x', 5) AS x;
x
result: "x"

SELECT replace_nan([1, nan], 0) AS x;
x
result: [1,0]

SELECT replace_inf(inf, 5) AS x;
x
result: 5

SELECT replace_inf(-inf, 5) AS x;
x
result: 5

SELECT replace_inf(nan, 5) AS x;
x
result: {"num":"NaN"}

SELECT replace_inf({1 / 0 AS a, 2 AS b}, 7) AS x;
x
result: {"a":7,"b":2}

SELECT replace_not_finite(nan, 5) AS x;
x
result: 5

SELECT replace_not_finite(inf, 5) AS x;
x
result: 5

SELECT replace_not_finite(3, 5) AS x;
x
result: 3

SELECT replace_null(null, 5) AS x;
x
result: 5

SELECT replace_null(null, 'x') AS x;
x
result: "x"

SELECT replace_null(3, 5) AS x;
x
result: 3

SELECT replace_null(null, null) AS x;
x
result: null

SELECT replace_null({null AS a, 'x' AS b}, 0) AS x;
x
result: {"a":0,"b":"x"}

SELECT binomial_lb_80(0, 0) AS x;
x
result: 0

SELECT binomial_ub_80(0, 0) AS x;
x
result: 1

SELECT binomial_lb_80(10, 0) AS x;
x
result: 0

SELECT binomial_ub_80(10, 10) AS x;
x
result: 1

SELECT round(binomial_lb_80(10, 5), 5) AS x;
x
result: 0.3122

SELECT round(binomial_ub_80(100, 3), 5) AS x;
x
result: 0.06057

SELECT binomial_lb_80(null, 1) AS x;
x
result: null
