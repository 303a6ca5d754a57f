SELECT lower('AbC') AS x;
x
result: "abc"

SELECT lower('ÀÉ') AS x;
x
result: "àé"

SELECT lower('') AS x;
x
result: ""

SELECT lower(null) AS x;
x
result: null

SELECT lower(5) AS x;
x
result: "5"

SELECT upper('abc') AS x;
x
result: "ABC"

SELECT upper('straße') AS x;
x
result: "STRASSE"

SELECT upper(null) AS x;
x
result: null

SELECT upper(TIMESTAMP '2020-01-02') AS x;
x
result: "2020-01-02T00:00:00Z"

SELECT length('') AS x;
x
result: 0

SELECT length('abc') AS x;
x
result: 3

SELECT length('où 😀') AS x;
x
result: 4

SELECT length(1234) AS x;
x
result: 4

SELECT length(null) AS x;
x
result: null

SELECT length('it''s') AS x;
x
result: 4

SELECT length([1, 2]) AS x;
! type-mismatch: Executing builtin function length: Cannot convert value of type embedding to string (line 1, column 8)

SELECT remove_prefix('unhappy', 'un') AS x;
x
result: "happy"

SELECT remove_prefix('happy', 'un') AS x;
x
result: "happy"

SELECT remove_prefix('aab', 'a') AS x;
x
result: "ab"

SELECT remove_prefix('a', '') AS x;
x
result: "a"

SELECT remove_prefix('a', 'a') AS x;
x
result: ""

SELECT remove_prefix(null, 'a') AS x;
x
result: null

SELECT remove_prefix('a', null) AS x;
x
result: null

SELECT remove_prefix(12, '1') AS x;
! type-mismatch: Executing builtin function remove_prefix: Can't convert value '12' of type 'INTEGER' to string (line 1, column 8)

SELECT remove_suffix('file.csv', '.csv') AS x;
x
result: "file"

SELECT remove_suffix('file', '.csv') AS x;
x
result: "file"

SELECT remove_suffix('abb', 'b') AS x;
x
result: "ab"

SELECT remove_suffix('abc', '') AS x;
x
result: "abc"

SELECT remove_suffix('b', 'bb') AS x;
x
result: "b"

SELECT remove_suffix(null, 'a') AS x;
x
result: null

SELECT levenshtein_distance('kitten', 'sitting') AS x;
x
result: 3

SELECT levenshtein_distance('', '') AS x;
x
result: 0

SELECT levenshtein_distance('abc', '') AS x;
x
result: 3

SELECT levenshtein_distance('a', 'b') AS x;
x
result: 1

SELECT levenshtein_distance('😀a', '😁a') AS x;
x
result: 1

SELECT levenshtein_distance(null, 'a') AS x;
x
result: null

SELECT implicit_cast('') AS x;
x
result: null

SELECT implicit_cast('12') AS x;
x
result: 12

SELECT implicit_cast('-1.5e3') AS x;
x
result: -1500

SELECT implicit_cast('.5') AS x;
x
result: 0.5

SELECT implicit_cast('abc') AS x;
x
result: "abc"

SELECT implicit_cast('0x10') AS x;
x
result: "0x10"

SELECT implicit_cast('1 2') AS x;
x
result: "1 2"

SELECT implicit_cast('nan') AS x;
x
result: "nan"

SELECT implicit_cast(7) AS x;
x
result: 7

SELECT implicit_cast(null) AS x;
x
result: null

SELECT implicit_cast({'1' AS a, '' AS b}) AS x;
x
result: {"a":1,"b":null}

SELECT hash('row1') AS x;
x
result: 9657511930026400460

SELECT hash('x') AS x;
x
result: 5748889492429595544

SELECT hash(null) AS x;
x
result: null

SELECT hash('x') = hash('x') AS x;
x
result: 1

SELECT hash(1) = hash(1.0) AS x;
x
result: 1

SELECT hash({1 AS a}) = hash({2 AS a}) AS x;
x
result: 0

SELECT extract_domain('http://www.mldb.ai/doc?x=1#y') AS x;
x
result: "www.mldb.ai"

SELECT extract_domain('https://user:pw@a.b.org:8080/') AS x;
x
result: "a.b.org"

SELECT extract_domain('mldb.ai/doc') AS x;
x
result: "mldb.ai"

SELECT extract_domain('http://www.mldb.ai', {1 AS removeSubdomain}) AS x;
x
result: "mldb.ai"

SELECT extract_domain('http://a.b.example.co.uk/', {true AS removeSubdomain}) AS x;
x
result: "example.co.uk"

SELECT extract_domain('http://10.0.0.1/', {true AS removeSubdomain}) AS x;
x
result: "10.0.0.1"

SELECT extract_domain(null) AS x;
x
result: null

SELECT print_json(1) AS x;
x
result: "1"

SELECT print_json('a"b') AS x;
x
result: "\"a\\\"b\""

SELECT print_json({1 AS a, 'x' AS b}) AS x;
x
result: "{\"a\":1,\"b\":\"x\"}"

SELECT print_json([1, [2, 3]][0]) AS x;
x
result: "1"

SELECT print_json([[1, 2], [3, 4]]) AS x;
x
result: "[[1,2],[3,4]]"

SELECT print_json(null) AS x;
x
result: null

SELECT print_json(TIMESTAMP '2020-01-02') AS x;
x
result: "{\"ts\":\"2020-01-02T00:00:00Z\"}"

SELECT print_json(nan) AS x;
x
result: "{\"num\":\"NaN\"}"

SELECT parse_json('1') AS x;
x
result: 1

SELECT parse_json('"a"') AS x;
x
result: "a"

SELECT parse_json('null') AS x;
x
result: null

SELECT parse_json('true') AS x;
x
result: 1

SELECT parse_json('{"a": {"b": 1}}') AS x;
x
result: {"a":{"b":1}}

SELECT parse_json('[1, "x", null]') AS x;
x
result: {"0":1,"1":"x","2":null}

SELECT parse_json('["x", "y"]', {'encode' AS arrays}) AS x;
x
result: {"x":1,"y":1}

SELECT parse_json('[{"a": 1}, {"b": 2}]', {'encode' AS arrays}) AS x;
x
result: {"0":"{\"a\":1}","1":"{\"b\":2}"}

SELECT parse_json('{"a": [1, [2]]}', {'parse' AS arrays}) AS x;
x
result: {"a":{"0":1,"1":{"0":2}}}

SELECT parse_json('{', {true AS ignoreErrors}) AS x;
x
result: null

SELECT parse_json('{}') AS x;
x
result: {}

SELECT parse_json(null) AS x;
x
result: null

SELECT parse_json('[]') AS x;
x
result: {}

SELECT parse_json('1', {1 AS nonsense}) AS x;
! invalid-argument: Executing builtin function parse_json: unknown option 'nonsense'; known are arrays, ignoreErrors (line 1, column 8)

SELECT regex_match('2024', '[[:digit:]]+') AS x;
x
result: 1

SELECT regex_match('in 2024', '[[:digit:]]+') AS x;
x
result: 0

SELECT regex_match('abc', 'a.c') AS x;
x
result: 1

SELECT regex_match('abc', 'ab') AS x;
x
result: 0

SELECT regex_match('', '') AS x;
x
result: 1

SELECT regex_match('ABC', '(?i)abc') AS x;
x
result: 1

SELECT regex_match(null, 'a') AS x;
x
result: null

SELECT regex_match('a', null) AS x;
x
result: null

SELECT regex_match('foo@bar.org', '\w+@[\w.]+\.org') AS x;
x
result: 1

SELECT regex_match('[[x', '\[\[x') AS x;
x
result: 1

SELECT regex_search('in 2024', '[0-9]{4}') AS x;
x
result: 1

SELECT regex_search('in 24', '[0-9]{4}') AS x;
x
result: 0

SELECT regex_search('cat', '^a') AS x;
x
result: 0

SELECT regex_search('cat', 'at$') AS x;
x
result: 1

SELECT regex_search('concat', '\bcat') AS x;
x
result: 0

SELECT regex_search('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '(a+)+b') AS x;
x
result: 0

SELECT regex_search('élan', '[[:alpha:]]{4}') AS x;
x
result: 1

SELECT regex_search('a', '(') AS x;
! syntax: Executing builtin function regex_search: the regular expression '(' has a ( without its ), at character 2 (line 1, column 8)

SELECT regex_replace('Smith, Ann', '(\w+), (\w+)', '$2 $1') AS x;
x
result: "Ann Smith"

SELECT regex_replace('abc', 'b', '') AS x;
x
result: "ac"

SELECT regex_replace('abc', 'x', 'y') AS x;
x
result: "abc"

SELECT regex_replace('a1b22', '\d+', '#') AS x;
x
result: "a#b#"

SELECT regex_replace('a1b22', '(\d)', '<$1>') AS x;
x
result: "a<1>b<2><2>"

SELECT regex_replace('abc', 'x*', '-') AS x;
x
result: "-a-b-c-"

SELECT regex_replace('a.b', '.', 'x') AS x;
x
result: "xxx"

SELECT regex_replace('a.b', '\.', 'x') AS x;
x
result: "axb"

SELECT regex_replace(null, 'a', 'b') AS x;
x
result: null

SELECT regex_replace('aaa', 'a', '$$') AS x;
x
result: "$$$"

SELECT split_part('a,b;c', ',;') AS x;
x
result: {"0":"a","1":"b","2":"c"}

SELECT split_part('a,b', ',')[1] AS x;
x
result: "b"

SELECT split_part('', ',') AS x;
x
result: {"0":""}

SELECT split_part(',', ',') AS x;
x
result: {"0":"","1":""}

SELECT split_part(null, ',') AS x;
x
result: null

SELECT tokenize('a,b,a') AS x;
x
result: {"a":2,"b":1}

SELECT tokenize('') AS x;
x
result: {}

SELECT tokenize('a b,c', {' ,' AS splitChars}) AS x;
x
result: {"a":1,"b":1,"c":1}

SELECT tokenize('a b c d', {' ' AS splitChars, 1 AS offset, 2 AS limit}) AS x;
x
result: {"b":1,"c":1}

SELECT tokenize('a b', {' ' AS splitChars, 'yes' AS value}) AS x;
x
result: {"a":"yes","b":"yes"}

SELECT tokenize('a bb ccc', {' ' AS splitChars, 2 AS minTokenLength}) AS x;
x
result: {"bb":1,"ccc":1}

SELECT tokenize('"a,b",c', {'"' AS quoteChar}) AS x;
x
result: {"a,b":1,"c":1}

SELECT tokenize('a b c', {' ' AS splitChars, [2, 2] AS ngramRange}) AS x;
x
result: {"a_b":1,"b_c":1}

SELECT tokenize('a b', {splitChars: ' ', ngramRange: [1, 2]}) AS x;
x
result: {"a":1,"a_b":1,"b":1}

SELECT tokenize('a.b c', {splitChars: ' '}) AS x;
x
result: {"a.b":1,"c":1}

SELECT tokenize(null) AS x;
x
result: null

SELECT token_extract('a b c', 0, {splitChars: ' '}) AS x;
x
result: "a"

SELECT token_extract('a b c', -1, {splitChars: ' '}) AS x;
x
result: "c"

SELECT token_extract('a b c', 3, {splitChars: ' '}) AS x;
x
result: null

SELECT token_extract('a,b', 1) AS x;
x
result: "b"

SELECT token_extract('a bb ccc', 0, {splitChars: ' ', minTokenLength: 2}) AS x;
x
result: "bb"

SELECT token_extract(null, 0) AS x;
x
result: null

SELECT base64_encode('hi!') AS x;
x
result: "aGkh"

SELECT base64_encode('') AS x;
x
result: ""

SELECT base64_encode(null) AS x;
x
result: null

SELECT base64_decode('aGkh') AS x;
x
result: {"blob":["hi!"]}

SELECT base64_decode('AP8=') AS x;
x
result: {"blob":[0,255]}

SELECT base64_encode(base64_decode('AP8=')) AS x;
x
result: "AP8="

SELECT base64_decode(null) AS x;
x
result: null

SELECT blob_length(base64_decode('AP8=')) AS x;
x
result: 2

SELECT blob_length('é') AS x;
x
result: 2

SELECT blob_length(null) AS x;
x
result: null

SELECT mime_type(base64_decode('iVBORw0KGgo=')) AS x;
x
result: "image/png"

SELECT mime_type(base64_decode('/9j/4AA=')) AS x;
x
result: "image/jpeg"

SELECT mime_type('hello') AS x;
x
result: "text/plain"

SELECT mime_type('{"a": 1}') AS x;
x
result: "application/json"

SELECT mime_type('<html></html>') AS x;
x
result: "text/html"

SELECT mime_type('') AS x;
x
result: "inode/x-empty"

SELECT mime_type(null) AS x;
x
result: null

SELECT parse_exif('no picture') AS x;
x
result: {}

SELECT parse_exif(null) AS x;
x
result: null

SELECT stringify_path(parse_path('a."b.c"')) AS x;
x
result: "a.\"b.c\""

SELECT stringify_path('a.b') AS x;
x
result: "\"a.b\""

SELECT parse_path('a.b') AS x;
x
result: {"path":["a","b"]}

SELECT parse_path('') AS x;
x
result: {"path":[""]}

SELECT parse_path(null) AS x;
x
result: null

SELECT path_element(parse_path('a.b.c'), 0) AS x;
x
result: "a"

SELECT path_element(parse_path('a.b.c'), -1) AS x;
x
result: "c"

SELECT path_element(parse_path('a.b.c'), 3) AS x;
x
result: null

SELECT path_length(parse_path('a.b.c')) AS x;
x
result: 3

SELECT path_length('a.b') AS x;
x
result: 1

SELECT flatten_path(parse_path('a.b')) AS x;
x
result: {"path":["a.b"]}

SELECT unflatten_path(flatten_path(parse_path('a.b'))) AS x;
x
result: {"path":["a","b"]}
