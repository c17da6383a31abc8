#!/usr/bin/env node
// Prints "PASSED FAILED SKIPPED REPEATED" of reports that vitest wrote as JSON; a file that didn't load is one failure.
// REPEATED are those of PASSED that failed at first: each is named on standard error, with how it failed.
import { readFileSync } from "node:fs";
import { relative } from "node:path";

const reports = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, "utf8")));
const sum = (count) => reports.reduce((total, report) => total + count(report), 0);
const notLoaded = (report) =>
  report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
const repeated = reports.flatMap((report) =>
  report.testResults.flatMap((file) =>
    file.assertionResults
      .filter(({ status, failureMessages }) => status === "passed" && failureMessages.length > 0)
      .map((test) => ({ file: relative(process.cwd(), file.name), ...test })),
  ),
);

for (const { file, fullName, failureMessages } of repeated) {
  console.error(`PASSED ONLY AT THE SECOND ATTEMPT: ${file}: ${fullName}`);
  console.error(failureMessages[0].replace(/^/gm, "    "));
}
console.log(
  sum((report) => report.numPassedTests),
  sum((report) => report.numFailedTests + notLoaded(report).length),
  sum((report) => report.numPendingTests + report.numTodoTests),
  repeated.length,
);
