/** Lower-case UUIDv7 ids, unique in this process by a counter, across runs by time and chance. */
export function createMessageIds(): () => string {
  const chance = Math.floor(Math.random() * 0x1_00_00_00)
    .toString(16)
    .padStart(6, '0');
  let counter = 0;
  return () => {
    const time = Date.now().toString(16).padStart(12, '0');
    const tail = (counter++).toString(16).padStart(12, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${chance.slice(0, 3)}-8${chance.slice(3)}-${tail}`;
  };
}
