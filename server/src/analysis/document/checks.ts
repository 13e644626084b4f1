/** The checks of a rule as a document, beside those of its queries: each file one subject. */
import { stackVersion } from '../eql/stackVersion.js';
import type { DocumentCheck, FrameCheck } from './check.js';
import { checkKeyOrder } from './keyOrder.js';
import { checkKeys } from './keys.js';
import { checkTextForms } from './textForms.js';
import { checkAttack } from './attack.js';
import { checkGuide } from './guide.js';
import { checkPlugins } from './plugins.js';
import { checkTagsOfQuery } from './tagDuties.js';
import { checkTags } from './tags.js';
import { checkComputed } from './computed.js';
import { checkDatasets } from './datasets.js';
import { checkEqlOptions } from './eqlOptions.js';
import { checkEsql } from './esql.js';
import { checkFileName } from './fileName.js';
import { checkFilters } from './filters.js';
import { checkIdentity } from './identity.js';
import { checkIndices } from './indices.js';
import { checkIntegrations } from './integrations.js';
import { checkLayout } from './layout.js';
import { checkLinks } from './links.js';
import { checkMachineLearning } from './machineLearning.js';
import { checkMetadata } from './metadata.js';
import { checkNewTerms } from './newTerms.js';
import { checkOverrides } from './overrides.js';
import { checkQueryTimes } from './queryTimes.js';
import { checkRisk } from './risk.js';
import { checkSchedule } from './schedule.js';
import { checkSequenceTiming } from './sequenceTiming.js';
import { checkStack, checkStackOfSuppression } from './stack.js';
import { checkSuppression } from './suppression.js';
import { checkThreatMatch } from './threatMatch.js';
import { checkThreshold } from './threshold.js';

/** Those that look neither at the text of the query nor at those of the guide and the setup. */
export const frameChecks: readonly FrameCheck[] = [
  checkKeys,
  checkAttack,
  checkTags,
  checkMetadata,
  checkStack,
  checkIntegrations,
  checkIdentity,
  checkLinks,
  checkOverrides,
  checkComputed,
  checkSchedule,
  checkIndices,
  checkThreshold,
  checkMachineLearning,
  checkEqlOptions,
  checkFilters,
  checkFileName,
];

/** Those that do not look at the text of the query. */
export const guideChecks: readonly FrameCheck[] = [checkGuide, checkPlugins, checkRisk];

export const documentChecks: readonly DocumentCheck[] = [
  checkTextForms,
  stackVersion,
  checkStackOfSuppression,
  checkTagsOfQuery,
  checkQueryTimes,
  checkSequenceTiming,
  checkDatasets,
  checkNewTerms,
  checkThreatMatch,
  checkSuppression,
  checkEsql,
  checkLayout,
  checkKeyOrder,
];
