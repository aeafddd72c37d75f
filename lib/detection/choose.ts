import { claims, type Doubt, type Finding, likely, note, unsure } from "./finding.ts";
import { platforms } from "#lib/platforms/index.ts";

/** The most telling finding, with what the others add to it or put in doubt. */
export function choose(findings: readonly Finding[]): Finding | null {
  const [chosen, ...others] = findings.toSorted((one, other) => weight(other) - weight(one));
  if (!chosen) return null;
  const assets = others.filter(isBuildOnly);
  const rivals = others.filter((other) => !isBuildOnly(other));
  return assets.reduce(withAssets, {
    ...chosen,
    doubts: [...chosen.doubts, ...rivals.map((rival) => rivalry(chosen, rival))],
  });
}

/** What builds for something else comes last; apart from that a framework tells more than a manifest. */
function weight({ claim, isAssets }: Finding): number {
  return claims.indexOf(claim) - (isAssets ? claims.length : 0);
}

function isBuildOnly({ isAssets }: Finding): boolean {
  return isAssets === true;
}

function rivalry(chosen: Finding, rival: Finding): Doubt {
  const name = rival.framework?.name ?? platforms[rival.platform].title;
  // A page lies beside all sorts of servers.
  const isPage = rival.claim === "files" && platforms[rival.platform].serves === "files";
  const lower = chosen.claim === rival.claim ? unsure : isPage ? note : likely;
  return lower(
    `There is also ${name} here (${rival.evidence[0] ?? "by its files"}): choose which one is to be deployed.`,
  );
}

/** Scripts and styles that are built for what is served otherwise: both are built. */
function withAssets(chosen: Finding, assets: Finding): Finding {
  if (!assets.installCommand)
    return { ...chosen, doubts: [...chosen.doubts, ...assets.doubts.map(({ words }) => likely(words))] };
  if (!assets.buildCommand) return chosen;
  const own = chosen.buildCommand === undefined ? platforms[chosen.platform].buildCommand : chosen.buildCommand;
  return {
    ...chosen,
    buildCommand: [assets.installCommand, assets.buildCommand, own].filter(Boolean).join(" && "),
    evidence: [...chosen.evidence, "package.json builds its scripts and styles"],
    requirements: [...chosen.requirements, ...assets.requirements],
  };
}
