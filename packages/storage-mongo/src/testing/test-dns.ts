import { createSocket } from 'node:dgram';
import dns from 'node:dns';
import { decode, encode, type Answer, type Question } from 'dns-packet';

/** What a name server does with a question: answers, says a code, or nothing at all. */
export type DnsAnswer = readonly Answer[] | 'SERVFAIL' | 'NXDOMAIN' | 'silence';

const codes = { SERVFAIL: 2, NXDOMAIN: 3 };

/** A name server on this machine that this process asks until it is closed. */
export async function startTestDns(answer: (question: Question) => DnsAnswer) {
  const asked: Question[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (bytes, { port, address }) => {
    const { id, questions = [] } = decode(bytes);
    const [question] = questions;
    if (question === undefined) return;
    asked.push(question);
    const given = answer(question);
    if (given === 'silence') return;
    const said =
      typeof given === 'string' ? { flags: codes[given], answers: [] } : { flags: 0, answers: [...given] };
    socket.send(encode({ type: 'response', id: id ?? 0, questions, ...said }), port, address);
  });
  await new Promise<void>((resolve) => {
    socket.bind(0, '127.0.0.1', resolve);
  });
  const before = dns.getServers();
  dns.setServers([`127.0.0.1:${String(socket.address().port)}`]);
  return {
    /** Every question that came, in order. */
    asked: asked as readonly Question[],
    close() {
      dns.setServers(before);
      socket.close();
    },
  };
}

export type TestDns = Awaited<ReturnType<typeof startTestDns>>;
