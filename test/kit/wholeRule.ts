/** What a rule of a test needs besides the keys that the test is about, so that it is whole. */

/** Lines for the end of `[rule]`. */
export const restOfRule = `author = ["Acme"]
description = "A rule of a test."
risk_score = 21
rule_id = "2f0f5a5e-7a52-4b0c-9a4e-0d6f3f1c8b11"
`;

/** A line at the top of the file, for tests that count lines. */
export const wholeMetadata = 'metadata = { creation_date = "2026/01/05", maturity = "production", updated_date = "2026/01/05" }\n';
