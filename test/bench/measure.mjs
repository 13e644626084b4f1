// Rounds of a bench: subject and anchors in turn, then medians and spreads.
import { performance } from 'node:perf_hooks';

/** One round before the counted ones warms files and compiled code up. */
export async function measure(bench, context) {
  const { subject, anchors, facts = [] } = await bench.prepare(context);
  const present = anchors.filter(({ skipped }) => skipped === undefined);
  const contenders = [subject, ...present];
  const rounds = [];
  for (let round = -1; round < context.rounds; round++) {
    const runs = [];
    // Every other round goes backwards: none is always the one that comes after the longest.
    const order = round % 2 === 0 ? contenders : [...contenders].reverse();
    for (const contender of order) runs[contenders.indexOf(contender)] = await timed(contender);
    if (round >= 0) rounds.push(runs);
  }
  const [subjectRuns, ...anchorRuns] = contenders.map((_, index) => rounds.map((runs) => runs[index]));
  return {
    bench: bench.name,
    about: bench.about,
    ...(bench.remark === undefined ? {} : { remark: bench.remark }),
    facts,
    subject: { name: subject.name, ...summary(subjectRuns) },
    anchors: present.map(({ name, target }, index) => ({
      name,
      ...(target === undefined ? {} : { target }),
      ...summary(anchorRuns[index]),
      ...cpuRatio(subjectRuns, anchorRuns[index]),
      ratio: spread(anchorRuns[index].map((run, round) => run.ratio ?? subjectRuns[round].milliseconds / run.milliseconds)),
    })),
    skipped: anchors.filter(({ skipped }) => skipped !== undefined),
  };
}

async function timed(contender) {
  const start = performance.now();
  const own = (await contender.run()) ?? {};
  return { milliseconds: performance.now() - start, ...own };
}

/** On a machine that does other things too, processor time says more than the clock. */
function cpuRatio(subjectRuns, runs) {
  const ratios = runs.map((run, round) => subjectRuns[round].cpuMilliseconds / run.cpuMilliseconds);
  return ratios.every(Number.isFinite) ? { cpuRatio: spread(ratios) } : {};
}

function summary(runs) {
  const peaks = runs.flatMap(({ peakBytes }) => peakBytes ?? []);
  const names = Object.keys(runs[0]?.figures ?? {});
  return {
    milliseconds: spread(runs.map(({ milliseconds }) => milliseconds)),
    ...(runs.every(({ cpuMilliseconds }) => cpuMilliseconds > 0)
      ? { cpuMilliseconds: spread(runs.map(({ cpuMilliseconds }) => cpuMilliseconds)) }
      : {}),
    ...(runs.every(({ besideParsing }) => besideParsing !== undefined)
      ? { besideParsing: medians(runs.map((run) => run.besideParsing)) }
      : {}),
    ...(peaks.length === 0 ? {} : { peakBytes: Math.max(...peaks) }),
    ...(names.length === 0
      ? {}
      : { figures: Object.fromEntries(names.map((name) => [name, spread(runs.map(({ figures }) => figures[name]))])) }),
    ...bytesSummary(runs),
  };
}

function bytesSummary(runs) {
  const { bytes, bytesTargets = {} } = runs[0] ?? {};
  if (bytes === undefined) return {};
  const byName = Object.keys(bytes).map((name) => [name, { ...spread(runs.map((run) => run.bytes[name])), target: bytesTargets[name] }]);
  return { bytes: Object.fromEntries(byName) };
}

/** Of each of several numbers, over all runs. */
function medians(lists) {
  return lists[0].map((_, place) =>
    quantile(
      lists.map((list) => list[place]),
      0.5,
    ),
  );
}

function spread(numbers) {
  return { median: quantile(numbers, 0.5), min: Math.min(...numbers), max: Math.max(...numbers) };
}

export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}
