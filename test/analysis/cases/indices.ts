/** Cases of the diagnostics of index patterns. */
import type { Profile } from '../../../server/src/analysis/profile.js';
import { eqlRuleWith, ruleWith, type CodeCase } from './kit.js';

type Keys = Readonly<Record<string, string | undefined>>;

function inRule(code: string, fires: Keys, nearMiss: Keys, fixed?: Keys, profile: Profile = 'any'): CodeCase {
  const text = (rule: Keys): string => ruleWith({ rule });
  const after = fixed === undefined ? {} : { fixed: text(fixed) };
  return { code, language: 'toml', profile, fires: text(fires), nearMiss: text(nearMiss), ...after };
}

const dataset = (query: string, index = '["logs-okta.system-*"]'): Keys => ({ index, query: `'${query}'` });
const category = (query: string): string => eqlRuleWith({ rule: { query: `'${query}'` } });

export const cases: readonly CodeCase[] = [
  inRule('IDX001', { index: '[]' }, {}),
  inRule(
    'IDX001',
    { data_view_id: '"security"' },
    { index: undefined, data_view_id: '"security"' },
    { index: undefined, data_view_id: '"security"' },
  ),
  inRule('IDX001', { index: undefined }, {}, undefined, 'detections-as-code'),
  inRule('IDX002', { index: '["logs-*", "logs-endpoint.*"]' }, { index: '["logs-*", "-logs-endpoint.*"]' }, { index: '["logs-*"]' }),
  inRule('IDX002', { index: '["winlogbeat-*", "winlogbeat-*"]' }, { index: '["winlogbeat-*"]' }, { index: '["winlogbeat-*"]' }),
  inRule('IDX003', { index: '["acme-*", "acme.proxy-*"]' }, { index: '["acme-*", "winlogbeat-*"]' }),
  inRule('IDX004', dataset('data_stream.dataset: okta.sistem'), dataset('data_stream.dataset: okta.system')),
  inRule('IDX004', dataset('event.module: aws and user.name: root'), dataset('not event.module: aws')),
  inRule('IDX004', dataset('event.dataset: (okta.system or aws.cloudtrail)'), dataset('event.dataset: aws.cloudtrail', '["filebeat-*"]')),
  inRule('IDX004', dataset('event.dataset: aws.cloudtrail'), dataset('event.dataset: dns')),
  { code: 'IDX005', language: 'toml', fires: category('registry where true'), nearMiss: category('any where true') },
  {
    code: 'IDX005',
    language: 'toml',
    fires: category('sequence by host.id with maxspan=1m [process where true] [file where true]'),
    nearMiss: category('sequence by host.id with maxspan=1m [process where true] [process where true]'),
  },
  {
    ...inRule(
      'IDX009',
      { index: '["winlogbeat-*", "auditbeat-*"]' },
      { index: '["auditbeat-*", "winlogbeat-*"]' },
      { index: '["auditbeat-*", "winlogbeat-*"]' },
    ),
    level: 'hint',
  },
];
