/**
 * Instants with nanosecond precision, durations, and dates as Elasticsearch's default format reads them
 * (`strict_date_optional_time||epoch_millis`).
 * https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/mapping-date-format
 */

/** A point in time, exact to the nanosecond. */
export interface Instant {
  /** Whole milliseconds since the epoch. */
  readonly milliseconds: number;
  /** Nanoseconds beyond `milliseconds`, 0 to 999,999. */
  readonly nanoseconds: number;
}
