// A label may say where it leads: "bank.example", "https://bank.example/login", "ann@bank.example", "10.0.0.1".
const betweenHosts = /[^\p{L}\p{N}.-]+/u;
const hostLike = /\.\p{L}[\p{L}\p{N}-]+$|^\d+(?:\.\d+){3}$/u;

// Soft hyphens, joiners and direction marks split a host for the machine and not for the eye; these dots look like one.
const invisible = /\p{Default_Ignorable_Code_Point}/gu;
const otherDots = /[\u2024\uFF0E\u3002\uFF61]/g;

/** The hosts that a reader of `label` sees, as the browser would write them (ASCII, lower case). */
function hostsIn(label: string): string[] {
  const seen = label.normalize('NFKC').replace(invisible, '').replace(otherDots, '.');
  return seen
    .split(betweenHosts)
    .map((part) => part.replace(/^\.+/, '').replace(/\.$/, ''))
    .filter((part) => hostLike.test(part))
    .map((part) => (URL.canParse(`http://${part}`) ? new URL(`http://${part}`).hostname : part));
}

function isWithin(host: string, named: string): boolean {
  const domain = named.replace(/^www\./, '');
  return host === domain || host.endsWith(`.${domain}`);
}

/**
 * What a link's label hides: the host (of a mail link, the address) that `href` really leads to, if the label names
 * another one; else `undefined`. SEC7
 */
export function findHiddenTarget(label: string, href: string): string | undefined {
  const url = new URL(href);
  if (url.protocol !== 'mailto:') {
    return hostsIn(label).every((named) => isWithin(url.hostname, named)) ? undefined : url.host;
  }
  const address = url.pathname;
  const namesNobody = !label.includes('@') && hostsIn(label).length === 0;
  return namesNobody || label.trim().toLowerCase() === address.toLowerCase() ? undefined : address;
}
