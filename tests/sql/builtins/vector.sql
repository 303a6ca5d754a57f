SELECT norm([3, 4], 2) AS x;
x
result: 5

SELECT norm([3, 4]) AS x;
x
result: 5

SELECT norm([3, -4], 1) AS x;
x
result: 7

SELECT norm([3, 0, 4], 0) AS x;
x
result: 2

SELECT norm([3, -4], inf) AS x;
x
result: 4

SELECT norm([1, 2, 2], 2) AS x;
x
result: 3

SELECT norm([], 2) AS x;
x
result: 0

SELECT norm({3 AS a, 4 AS b}, 2) AS x;
x
result: 5

SELECT norm(null, 2) AS x;
x
result: null

SELECT norm([[3], [4]], 2) AS x;
x
result: 5

SELECT norm([1], -1) AS x;
! invalid-argument: Executing builtin function norm: the order of a norm must not be negative, as -1 is (line 1, column 8)

SELECT norm('a', 2) AS x;
! type-mismatch: Executing builtin function norm: Can't convert value 'a' of type 'ASCII_STRING' to embedding (line 1, column 8)

SELECT normalize([3, 4], 2) AS x;
x
result: [0.6,0.8]

SELECT normalize([1, 3], 1) AS x;
x
result: [0.25,0.75]

SELECT normalize([0, 0], 2) AS x;
x
result: [0,0]

SELECT normalize([2, 4], inf) AS x;
x
result: [0.5,1]

SELECT normalize(null, 2) AS x;
x
result: null

SELECT vector_sum([1, 2], [3, 4]) AS x;
x
result: [4,6]

SELECT vector_diff([3, 4], [1, 2]) AS x;
x
result: [2,2]

SELECT vector_product([1, 2], [3, 4]) AS x;
x
result: [3,8]

SELECT vector_quotient([3, 8], [1, 2]) AS x;
x
result: [3,4]

SELECT vector_quotient([1], [0]) AS x;
x
result: [{"num":"Inf"}]

SELECT vector_sum({1 AS a, 2 AS b}, [3, 4]) AS x;
x
result: [4,6]

SELECT vector_sum(null, [1]) AS x;
x
result: null

SELECT vector_sum([[1, 2], [3, 4]], [[1, 1], [1, 1]]) AS x;
x
result: [[2,3],[4,5]]

SELECT vector_sum([1], [1, 2]) AS x;
! type-mismatch: Executing builtin function vector_sum: vectors must have the same length, not 1 and 2 (line 1, column 8)

SELECT dot([1, 2], [3, 4]) AS x;
x
result: 11

SELECT euclidean_distance([0, 0], [3, 4]) AS x;
x
result: 5

SELECT cosine_similarity([1, 0], [0, 2]) AS x;
x
result: 0

SELECT cosine_similarity([1, 0], [3, 0]) AS x;
x
result: 1

SELECT cosine_distance([1, 0], [-2, 0]) AS x;
x
result: 2

SELECT cosine_distance([0, 0], [1, 0]) AS x;
x
result: {"num":"NaN"}

SELECT concat([1, 2], [3]) AS x;
x
result: [1,2,3]

SELECT concat([1]) AS x;
x
result: [1]

SELECT concat([1], [], [2, 3]) AS x;
x
result: [1,2,3]

SELECT concat([[1], [2]], [[3], [4]]) AS x;
x
result: [[1,3],[2,4]]

SELECT concat([1], null) AS x;
x
result: null

SELECT concat([1], [[1]]) AS x;
! type-mismatch: Executing builtin function concat: concat needs embeddings that agree in all dimensions but the last (line 1, column 8)

SELECT flatten([[1, 2], [3, 4]]) AS x;
x
result: [1,2,3,4]

SELECT flatten([1, 2]) AS x;
x
result: [1,2]

SELECT flatten([[[1], [2]], [[3], [4]]]) AS x;
x
result: [1,2,3,4]

SELECT flatten({1 AS a, {2 AS c} AS b}) AS x;
x
result: [1,2]

SELECT flatten(null) AS x;
x
result: null

SELECT reshape([1, 2, 3, 4], [2, 2]) AS x;
x
result: [[1,2],[3,4]]

SELECT reshape([[1, 2], [3, 4]], [4]) AS x;
x
result: [1,2,3,4]

SELECT reshape([1, 2, 3], [2, 2], 0) AS x;
x
result: [[1,2],[3,0]]

SELECT reshape([1, 2, 3, 4], [1, 1, 4]) AS x;
x
result: [[[1,2,3,4]]]

SELECT reshape([1, 2, 3], [2]) AS x;
! invalid-argument: Executing builtin function reshape: 3 numbers do not fit the shape 2, which takes 2 (line 1, column 8)

SELECT shape([1, 2, 3]) AS x;
x
result: [3]

SELECT shape([[1, 2, 3], [4, 5, 6]]) AS x;
x
result: [2,3]

SELECT shape([]) AS x;
x
result: [0]

SELECT shape(null) AS x;
x
result: null

SELECT slice([1, 2, 3], 1) AS x;
x
result: 2

SELECT slice([[1, 2], [3, 4]], 0) AS x;
x
result: [1,3]

SELECT slice([1, 2], 5) AS x;
x
result: null

SELECT slice([1, 2], -1) AS x;
x
result: null

SELECT fft([1, 1]) AS x;
x
result: [[2,0],[0,0]]

SELECT fft([1, 0, 0, 0], 'forward', 'complex') AS x;
x
result: [[1,0],[1,0],[1,0],[1,0]]

SELECT fft([[2, 0], [0, 0]], 'backward') AS x;
x
result: [1,1]

SELECT fft([[1, 0], [1, 0], [1, 0], [1, 0]], 'backward', 'complex') AS x;
x
result: [[1,0],[0,0],[0,0],[0,0]]

SELECT fft([1], 'up') AS x;
! invalid-argument: Executing builtin function fft: fft takes 'forward' or 'backward', not 'up' (line 1, column 8)

SELECT amplitude([[3, 4], [0, 1]]) AS x;
x
result: [5,1]

SELECT phase([[0, 1]]) AS x;
x
result: [1.5707963267948966]

SELECT real([[3, 4]]) AS x;
x
result: [3]

SELECT imag([[3, 4]]) AS x;
x
result: [4]

SELECT impulse(4) AS x;
x
result: [1,0,0,0]

SELECT impulse(0) AS x;
x
result: []

SELECT shifted_impulse(4, 2) AS x;
x
result: [0,0,1,0]

SELECT shifted_impulse(2, 9) AS x;
x
result: [0,0]

SELECT geo_distance(0, 0, 0, 0) AS x;
x
result: 0

SELECT round(geo_distance(0, 0, 0, 180)) AS x;
x
result: 20015114

SELECT round(geo_distance(48.8566, 2.3522, 51.5074, -0.1278)) AS x;
x
result: 343557

SELECT geo_distance(null, 0, 0, 0) AS x;
x
result: null

SELECT ST_Contains_Point({'Polygon' AS type, [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]] AS coordinates}, 1, 2) AS x;
x
result: 1

SELECT ST_Contains_Point({'Polygon' AS type, [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]] AS coordinates}, 5, 2) AS x;
x
result: 0

SELECT ST_Contains_Point(parse_json('{"type":"Polygon","coordinates":[[[0,0],[4,0],[0,4],[0,0]]]}'), 1, 1) AS x;
x
result: 1

SELECT ST_Contains_Point(parse_json('{"type":"Polygon","coordinates":[[[0,0],[4,0],[0,4],[0,0]]]}'), 3, 3) AS x;
x
result: 0

SELECT cardinality({1 AS a, null AS b}) AS x;
x
result: 2

SELECT cardinality([1, 2, 3]) AS x;
x
result: 3

SELECT cardinality({}) AS x;
x
result: 0

SELECT cardinality(null) AS x;
x
result: null

SELECT jaccard_index({1 AS a, 1 AS b}, {1 AS b, 1 AS c, 1 AS d}) AS x;
x
result: 0.25

SELECT jaccard_index({1 AS a}, {2 AS a}) AS x;
x
result: 1

SELECT jaccard_index({}, {}) AS x;
x
result: 1

SELECT jaccard_index({1 AS a}, {1 AS b}) AS x;
x
result: 0

SELECT jaccard_index(tokenize('a,b'), tokenize('b,a')) AS x;
x
result: 1

SELECT horizontal_count({1 AS a, null AS b, 'x' AS c}) AS x;
x
result: 2

SELECT horizontal_count({}) AS x;
x
result: 0

SELECT horizontal_count([1, 2]) AS x;
x
result: 2

SELECT horizontal_sum({1 AS a, null AS b, 2.5 AS c}) AS x;
x
result: 3.5

SELECT horizontal_sum({}) AS x;
x
result: 0

SELECT horizontal_sum([1, 2, 3]) AS x;
x
result: 6

SELECT horizontal_sum(null) AS x;
x
result: null

SELECT horizontal_avg({1 AS a, null AS b, 2 AS c}) AS x;
x
result: 1.5

SELECT horizontal_avg({}) AS x;
x
result: null

SELECT horizontal_avg([[1, 2], [3, 6]]) AS x;
x
result: 3

SELECT horizontal_min({3 AS a, 1 AS b, null AS c}) AS x;
x
result: 1

SELECT horizontal_min({}) AS x;
x
result: null

SELECT horizontal_min({'a' AS a, 2 AS b}) AS x;
x
result: 2

SELECT horizontal_max({'a' AS a, 2 AS b}) AS x;
x
result: "a"

SELECT horizontal_max([1, 7, 3]) AS x;
x
result: 7

SELECT horizontal_earliest({null AS a, 1 AS b, 2 AS c}) AS x;
x
result: 1

SELECT horizontal_latest({1 AS a, 2 AS b, null AS c}) AS x;
x
result: 2

SELECT horizontal_string_agg({'x' AS a, null AS b, 2 AS c}, '-') AS x;
x
result: "x-2"

SELECT horizontal_string_agg({}, '-') AS x;
x
result: null

SELECT horizontal_sum({'x' AS a}) AS x;
! type-mismatch: Executing builtin function horizontal_sum: Can't convert value 'x' of type 'ASCII_STRING' to double (line 1, column 8)
