// How the comparison's figures are said: in a cell, in its tip, in the download. An unknown one is never a number.
(function () {
  "use strict";

  function Words(config) {
    this.config = config;
  }

  // With every decimal there is: left alone, a browser would round to three.
  function count(number) {
    return number.toLocaleString("en-US", { maximumFractionDigits: 20 });
  }

  // The Wilson interval (95 %), as generator/metrics/intervals.py has it.
  function wilson(above, below) {
    var z = 1.959963984540054, share = above / below, z2 = z * z;
    var middle = share + z2 / (2 * below);
    var reach = z * Math.sqrt((share * (1 - share)) / below + z2 / (4 * below * below));
    return [above ? (middle - reach) / (1 + z2 / below) : 0, above === below ? 1 : (middle + reach) / (1 + z2 / below)];
  }

  function percent(part) {
    var whole = Math.round(part * 100);
    return whole === 0 && part > 0 ? "<1%" : whole === 100 && part < 1 ? ">99%" : whole + "%";
  }

  // What stands in a cell: [text, look, tip, small text behind it].
  Words.prototype.cell = function (figure, code) {
    var config = this.config;
    if (figure.state === "wait") return ["…", "missing", "正在载入", ""];
    if (figure.above !== undefined) return this.ratio(figure, code);
    var some = figure.of > 1 && figure.known < figure.of ? figure.known + " / " + figure.of + " 份" : "";
    if (figure.state === "none") return ["—", "missing", (figure.of > 1 ? figure.of + " 份报告都" : "该份报告") + "没有可以相加的数字", ""];
    if (figure.state === "part") return ["—", "missing", "算它所需的格没有全部印出数字，所以不算", ""];
    if (figure.state === "open") return ["—", "missing", "各报告所用单位不一，不能相加", ""];
    if (figure.state === "z") return ["无", "missing", "分母为 0，比例无意义", ""];
    if (figure.state === "t") return [figure.text, "reported", "报告所载，单位照录", ""];
    var state = config.states[figure.state];
    if (figure.value !== figure.value) return [state[0], state[1], state[3], ""];
    var number = figure.text && figure.text.length > 15 ? figure.text : count(figure.value);
    if (figure.state === "~") return ["≈ " + number, state[1], state[3], ""];
    var says = figure.of ? figure.of + " 份报告中 " + figure.known + " 份载有此数，相加而得" : state[3];
    return [number, figure.of ? (figure.value ? "computed" : "zero") : figure.state === "n" && !figure.value ? "zero" : state[1], says, some];
  };

  Words.prototype.ratio = function (figure, code) {
    var config = this.config;
    var text = count(figure.above) + " / " + count(figure.below);
    var says = config.columns[code][1];
    var some = figure.of > 1 && figure.known < figure.of ? figure.known + " / " + figure.of + " 份" : "";
    if (figure.state === "z") return ["无", "missing", "分母为 0，比例无意义", text];
    if (figure.state === "odd") return [text, "reported", "分子、分母不成比例，原文如此，不算比例", ""];
    if (code === "complete") return [text, "plain", says, some];
    if (figure.few) return [text, "reported", "不足 10 件，不算比例。" + says, some];
    var share = percent(figure.value);
    var ends = config.metrics[code].share ? wilson(figure.above, figure.below).map(percent) : null;
    return [text, "reported", (ends ? "95% 区间 " + ends.join("–") + "。" : "") + says, [share, some].filter(Boolean).join(" · ")];
  };

  // The cells of a download: the number, or nothing; and its state in words.
  Words.prototype.csv = function (figure, code) {
    var config = this.config;
    var got = this.cell(figure, code);
    var many = figure.of > 1 ? "，" + figure.of + " 份报告中 " + figure.known + " 份载有" : "";
    if (figure.above !== undefined) return [figure.above, figure.below, (figure.state === "z" ? "分母为 0" : "数字") + many];
    var ratio = config.columns[code][2] === "r" ? [""] : [];
    var state = config.states[figure.state] ? config.states[figure.state][2] : got[2];
    if (figure.state === "t") return [figure.text, "单位照录"];
    if (figure.state === "~") return ["", state + "为 " + (figure.text || figure.value) + "，非原文所载"];
    if (figure.value !== figure.value) return [""].concat(ratio, state);
    return [figure.text || figure.value, (figure.of ? "合计" : state) + many];
  };

  function csvText(value) {
    var text = String(value);
    // A spreadsheet would run what begins like a formula.
    if (/^[=+\-@\t\r]/.test(text) && !/^-?[0-9.]+$/.test(text)) text = "'" + text;
    return /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }

  Object.assign(window.gkCompare, { Words: Words, csvText: csvText, percent: percent, wilson: wilson });
})();
