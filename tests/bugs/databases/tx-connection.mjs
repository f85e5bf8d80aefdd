import { run, fault, sound } from '../proof.mjs';

const committed = { orders: [], items: [] };
const connection = () => {
  let own = null;
  return {
    async query(sql, values) {
      if (sql === 'BEGIN') { own = { orders: [], items: [] }; return { rows: [] }; }
      if (sql === 'COMMIT') {
        committed.orders.push(...own.orders);
        committed.items.push(...own.items);
        own = null;
        return { rows: [] };
      }
      const target = own ?? committed;
      if (sql === 'ORDER') { target.orders.push(1); return { rows: [{ id: 1 }] }; }
      const visible = [...committed.orders, ...(own?.orders ?? [])];
      if (!visible.includes(values[0])) throw Object.assign(new Error('foreign key'), { code: '23503' });
      target.items.push(...values[1]);
      return { rows: [] };
    },
  };
};
const placeOrder = await run({ pool: connection(), INSERT_ORDER: 'ORDER', INSERT_ITEMS: 'ITEMS' }, 'return placeOrder;');
try {
  await placeOrder(connection(), { user: 7, items: ['pen'] });
} catch (error) {
  if (error.code === '23503') fault('the items are inserted on another connection, which does not see the order');
  throw error;
}
if (committed.orders.length !== 1 || committed.items.length !== 1) throw new Error('nothing was stored');
sound();
