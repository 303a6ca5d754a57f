SELECT null IS NULL AS null_, null IS TRUE AS true_, null IS FALSE AS false_, null IS STRING AS string_, null IS NUMBER AS number_, null IS INTEGER AS integer_, null IS TIMESTAMP AS timestamp_, null IS INTERVAL AS interval_;
null_ | true_ | false_ | string_ | number_ | integer_ | timestamp_ | interval_
result: 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0

SELECT null IS NOT NULL AS null_, null IS NOT TRUE AS true_, null IS NOT FALSE AS false_, null IS NOT STRING AS string_, null IS NOT NUMBER AS number_, null IS NOT INTEGER AS integer_, null IS NOT TIMESTAMP AS timestamp_, null IS NOT INTERVAL AS interval_;
null_ | true_ | false_ | string_ | number_ | integer_ | timestamp_ | interval_
result: 0 | 1 | 1 | 1 | 1 | 1 | 1 | 1

SELECT 1 IS NULL AS null_, 1 IS TRUE AS true_, 1 IS FALSE AS false_, 1 IS STRING AS string_, 1 IS NUMBER AS number_, 1 IS INTEGER AS integer_, 1 IS TIMESTAMP AS timestamp_, 1 IS INTERVAL AS interval_;
null_ | true_ | false_ | string_ | number_ | integer_ | timestamp_ | interval_
result: 0 | 1 | 0 | 0 | 1 | 1 | 0 | 0

SELECT 1 IS NOT NULL AS null_, 1 IS NOT TRUE AS true_, 1 IS NOT FALSE AS false_, 1 IS NOT STRING AS string_, 1 IS NOT NUMBER AS number_, 1 IS NOT INTEGER AS integer_, 1 IS NOT TIMESTAMP AS timestamp_, 1 IS NOT INTERVAL AS interval_;
null_ | true_ | false_ | string_ | number_ | integer_ | timestamp_ | interval_
result: 1 | 0 | 1 | 1 | 0 | 0 | 1 | 1

SELECT 0 IS NULL AS null_, 0 IS TRUE AS true_, 0 IS FALSE AS false_, 0 IS STRING AS string_, 0 IS NUMBER AS number_, 0 IS INTEGER AS integer_, 0 IS TIMESTAMP AS timestamp_, 0 IS INTERVAL AS interval_;
null_ | true_ | false_ | string_ | number_ | integer_ | timestamp_ | interval_
result: 0 | 0 | 1 | 0 | 1 | 1 | 0 | 0

SELECT 0 IS NOT NULL AS null_, 0 IS NOT TRUE AS true_, 0 IS NOT FALSE AS false_, 0 IS NOT STRING AS string_, 0 IS NOT NUMBER AS number_, 0 IS NOT INTEGER AS integer_, 0 IS NOT TIMESTAMP AS timestamp_, 0 IS NOT INTERVAL AS interval_;
null_ | true_ | false_ | string_ | number_ | integer_ | timestamp_ | interval_
result: 1 | 1 | 0 | 1 | 0 | 0 | 1 | 1

SELECT 1.5 IS NULL AS null_, 1.5 IS TRUE AS true_, 1.5 IS FALSE AS false_, 1.5 IS STRING AS string_, 1.5 IS NUMBER AS number_, 1.5 IS INTEGER AS integer_, 1.5 IS TIMESTAMP AS timestamp_, 1.5 IS INTERVAL AS interval_;
null_ | true_ | false_ | string_ | number_ | integer_ | timestamp_ | interval_
result: 0 | 1 | 0 | 0 | 1 | 0 | 0 | 0

SELECT 1.5 IS NOT NULL AS null_, 1.5 IS NOT TRUE AS true_, 1.5 IS NOT FALSE AS false_, 1.5 IS NOT STRING AS string_, 1.5 IS NOT NUMBER AS number_, 1.5 IS NOT INTEGER AS integer_, 1.5 IS NOT TIMESTAMP AS timestamp_, 1.5 IS NOT INTERVAL AS interval_;
null_ | true_ | false_ | string_ | number_ | integer_ | timestamp_ | interval_
result: 1 | 0 | 1 | 1 | 0 | 1 | 1 | 1

SELECT -2 IS NULL AS null_, -2 IS TRUE AS true_, -2 IS FALSE AS false_, -2 IS STRING AS string_, -2 IS NUMBER AS number_, -2 IS INTEGER AS integer_, -2 IS TIMESTAMP AS timestamp_, -2 IS INTERVAL AS interval_;
null_ | true_ | false_ | string_ | number_ | integer_ | timestamp_ | interval_
result: 0 | 1 | 0 | 0 | 1 | 1 | 0 | 0

SELECT -2 IS NOT NULL AS null_, -2 IS NOT TRUE AS true_, -2 IS NOT FALSE AS false_, -2 IS NOT STRING AS string_, -2 IS NOT NUMBER AS number_, -2 IS NOT INTEGER AS integer_, -2 IS NOT TIMESTAMP AS timestamp_, -2 IS NOT INTERVAL AS interval_;
null_ | true_ | false_ | string_ | number_ | integer_ | timestamp_ | interval_
result: 1 | 0 | 1 | 1 | 0 | 0 | 1 | 1

SELECT 'a' IS NULL AS null_, 'a' IS TRUE AS true_, 'a' IS FALSE AS false_, 'a' IS STRING AS string_, 'a' IS NUMBER AS number_, 'a' IS INTEGER AS integer_, 'a' IS TIMESTAMP AS timestamp_, 'a' IS INTERVAL AS interval_;
null_ | true_ | false_ | string_ | number_ | integer_ | timestamp_ | interval_
result: 0 | 1 | 0 | 1 | 0 | 0 | 0 | 0

SELECT 'a' IS NOT NULL AS null_, 'a' IS NOT TRUE AS true_, 'a' IS NOT FALSE AS false_, 'a' IS NOT STRING AS string_, 'a' IS NOT NUMBER AS number_, 'a' IS NOT INTEGER AS integer_, 'a' IS NOT TIMESTAMP AS timestamp_, 'a' IS NOT INTERVAL AS interval_;
null_ | true_ | false_ | string_ | number_ | integer_ | timestamp_ | interval_
result: 1 | 0 | 1 | 0 | 1 | 1 | 1 | 1

SELECT '' IS NULL AS null_, '' IS TRUE AS true_, '' IS FALSE AS false_, '' IS STRING AS string_, '' IS NUMBER AS number_, '' IS INTEGER AS integer_, '' IS TIMESTAMP AS timestamp_, '' IS INTERVAL AS interval_;
null_ | true_ | false_ | string_ | number_ | integer_ | timestamp_ | interval_
result: 0 | 0 | 1 | 1 | 0 | 0 | 0 | 0

SELECT '' IS NOT NULL AS null_, '' IS NOT TRUE AS true_, '' IS NOT FALSE AS false_, '' IS NOT STRING AS string_, '' IS NOT NUMBER AS number_, '' IS NOT INTEGER AS integer_, '' IS NOT TIMESTAMP AS timestamp_, '' IS NOT INTERVAL AS interval_;
null_ | true_ | false_ | string_ | number_ | integer_ | timestamp_ | interval_
result: 1 | 1 | 0 | 0 | 1 | 1 | 1 | 1

SELECT TIMESTAMP 0 IS NULL AS null_, TIMESTAMP 0 IS TRUE AS true_, TIMESTAMP 0 IS FALSE AS false_, TIMESTAMP 0 IS STRING AS string_, TIMESTAMP 0 IS NUMBER AS number_, TIMESTAMP 0 IS INTEGER AS integer_, TIMESTAMP 0 IS TIMESTAMP AS timestamp_, TIMESTAMP 0 IS INTERVAL AS interval_;
null_ | true_ | false_ | string_ | number_ | integer_ | timestamp_ | interval_
result: 0 | 1 | 0 | 0 | 0 | 0 | 1 | 0

SELECT TIMESTAMP 0 IS NOT NULL AS null_, TIMESTAMP 0 IS NOT TRUE AS true_, TIMESTAMP 0 IS NOT FALSE AS false_, TIMESTAMP 0 IS NOT STRING AS string_, TIMESTAMP 0 IS NOT NUMBER AS number_, TIMESTAMP 0 IS NOT INTEGER AS integer_, TIMESTAMP 0 IS NOT TIMESTAMP AS timestamp_, TIMESTAMP 0 IS NOT INTERVAL AS interval_;
null_ | true_ | false_ | string_ | number_ | integer_ | timestamp_ | interval_
result: 1 | 0 | 1 | 1 | 1 | 1 | 0 | 1

SELECT INTERVAL '1s' IS NULL AS null_, INTERVAL '1s' IS TRUE AS true_, INTERVAL '1s' IS FALSE AS false_, INTERVAL '1s' IS STRING AS string_, INTERVAL '1s' IS NUMBER AS number_, INTERVAL '1s' IS INTEGER AS integer_, INTERVAL '1s' IS TIMESTAMP AS timestamp_, INTERVAL '1s' IS INTERVAL AS interval_;
null_ | true_ | false_ | string_ | number_ | integer_ | timestamp_ | interval_
result: 0 | 1 | 0 | 0 | 0 | 0 | 0 | 1

SELECT INTERVAL '1s' IS NOT NULL AS null_, INTERVAL '1s' IS NOT TRUE AS true_, INTERVAL '1s' IS NOT FALSE AS false_, INTERVAL '1s' IS NOT STRING AS string_, INTERVAL '1s' IS NOT NUMBER AS number_, INTERVAL '1s' IS NOT INTEGER AS integer_, INTERVAL '1s' IS NOT TIMESTAMP AS timestamp_, INTERVAL '1s' IS NOT INTERVAL AS interval_;
null_ | true_ | false_ | string_ | number_ | integer_ | timestamp_ | interval_
result: 1 | 0 | 1 | 1 | 1 | 1 | 1 | 0

SELECT nan IS NULL AS null_, nan IS TRUE AS true_, nan IS FALSE AS false_, nan IS STRING AS string_, nan IS NUMBER AS number_, nan IS INTEGER AS integer_, nan IS TIMESTAMP AS timestamp_, nan IS INTERVAL AS interval_;
null_ | true_ | false_ | string_ | number_ | integer_ | timestamp_ | interval_
result: 0 | 0 | 1 | 0 | 1 | 0 | 0 | 0

SELECT nan IS NOT NULL AS null_, nan IS NOT TRUE AS true_, nan IS NOT FALSE AS false_, nan IS NOT STRING AS string_, nan IS NOT NUMBER AS number_, nan IS NOT INTEGER AS integer_, nan IS NOT TIMESTAMP AS timestamp_, nan IS NOT INTERVAL AS interval_;
null_ | true_ | false_ | string_ | number_ | integer_ | timestamp_ | interval_
result: 1 | 1 | 0 | 1 | 0 | 1 | 1 | 1

SELECT inf IS NULL AS null_, inf IS TRUE AS true_, inf IS FALSE AS false_, inf IS STRING AS string_, inf IS NUMBER AS number_, inf IS INTEGER AS integer_, inf IS TIMESTAMP AS timestamp_, inf IS INTERVAL AS interval_;
null_ | true_ | false_ | string_ | number_ | integer_ | timestamp_ | interval_
result: 0 | 1 | 0 | 0 | 1 | 0 | 0 | 0

SELECT inf IS NOT NULL AS null_, inf IS NOT TRUE AS true_, inf IS NOT FALSE AS false_, inf IS NOT STRING AS string_, inf IS NOT NUMBER AS number_, inf IS NOT INTEGER AS integer_, inf IS NOT TIMESTAMP AS timestamp_, inf IS NOT INTERVAL AS interval_;
null_ | true_ | false_ | string_ | number_ | integer_ | timestamp_ | interval_
result: 1 | 0 | 1 | 1 | 0 | 1 | 1 | 1
