import { expect, it } from "vitest";
import { redactSecrets } from "@/lib/http/redact";

const none = (): boolean => false;

it.each([
  ['{"secret":"hunter2","price":1}', '{"secret":"[hidden]","price":1}'],
  ['{"webhook_token": "a\\"b", "x": 2}', '{"webhook_token": "[hidden]", "x": 2}'],
  ["token=abc&price=1", "token=[hidden]&price=1"],
  ["passphrase: open sesame", "passphrase: [hidden]"],
])("a field named like a secret loses its value: %s", (text, shown) => expect(redactSecrets(text, none)).toBe(shown));

it("a token of a source is hidden wherever it stands, whatever it is called", () => {
  const token = "Zq3-".repeat(11);
  const text = `{"note":"https://desk/api/webhooks/tradingview/${token}","ref":"${token}"}`;
  expect(redactSecrets(text, (word) => word === token)).not.toContain(token);
});

it("leaves an ordinary alert as it is", () => {
  const text = "SIGNAL:Bullish:25438.75:85.0:1H:Bullish 15M:Bullish 5M:Bullish:FVG:1764638400000";
  expect(redactSecrets(text, none)).toBe(text);
});
