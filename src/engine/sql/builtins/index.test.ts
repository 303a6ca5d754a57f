import { expect, test } from 'vitest'
import { builtins } from './index.ts'

test('every builtin has one name of its own, in lower case', () => {
  const names = builtins.flatMap((builtin) => [builtin.name, ...(builtin.aliases ?? [])])
  expect(new Set(names).size).toBe(names.length)
  expect(names.filter((name) => name !== name.toLowerCase())).toEqual([])
})

test.each(builtins.map((builtin) => [builtin.name, builtin] as const))(
  '%s is declared in full',
  (name, builtin) => {
    expect(builtin.signature.toLowerCase().startsWith(`${name}(`)).toBe(true)
    expect(builtin.summary).toMatch(/\.$/)
    expect(builtin.example.sql.toLowerCase()).toContain(name)
    expect(builtin.example.result).toBeDefined()
    const [least, most] = builtin.arity
    expect(least).toBeLessThanOrEqual(most)
  },
)

test('there are the functions and aggregates of the reference', () => {
  const names = new Set(builtins.flatMap((builtin) => [builtin.name, ...(builtin.aliases ?? [])]))
  const wanted = `stringify_path parse_path path_element path_length flatten_path unflatten_path
    pow power exp ln log ceil floor round mod abs sqrt sign isnan isinf isfinite sin cos tan asin acos atan sinh cosh
    tanh asinh acosh atanh atan2 quantize clamp replace_nan replace_inf replace_not_finite replace_null binomial_lb_80
    binomial_ub_80 pi e lower upper length remove_prefix remove_suffix regex_replace regex_match regex_search
    levenshtein_distance split_part implicit_cast base64_encode base64_decode hash print_json parse_json
    extract_domain tokenize token_extract earliest_timestamp latest_timestamp distinct_timestamps at to_timestamp now
    date_part date_trunc norm normalize vector_sum vector_diff vector_product vector_quotient concat flatten reshape
    shape slice jaccard_index cardinality fft phase amplitude real imag impulse shifted_impulse blob_length mime_type
    geo_distance st_contains_point count count_distinct sum avg min max variance stddev latest earliest string_agg
    pivot likelihood_ratio vertical_sum horizontal_count horizontal_sum horizontal_avg horizontal_min horizontal_max
    horizontal_latest horizontal_earliest horizontal_string_agg temporal_count temporal_sum temporal_avg temporal_min
    temporal_max temporal_latest temporal_earliest parse_exif`
  expect(wanted.split(/\s+/).filter((name) => !names.has(name))).toEqual([])
})
