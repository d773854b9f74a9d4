import Foundation

/// Chromium without a window and without a network but this machine's, driven over its debugging pipe by Python's standard library: real
/// mouse and keys, not calls into the page.
public enum Browser {
  /// Whether it is there to be driven.
  public static let isInstalled = Command.isInstalled("chromium")

  /// Opens a page and goes through steps: `["click", css]`, `["at", js that gives [x, y]]`, `["type", text]`, `["key", name]`,
  /// `["until", js]`, `["ask", name, js]`, `["picture", file]`, `["print", file]` (as PDF), `["size", width, height]`, `["open", address]`, `["again", name]` (open
  /// the address that was an answer),
  /// `["download", css, file]` (click, and wait for what comes).
  ///
  /// - Returns: the answers by name; under `requests` whatever was asked of a network, under `errors` what the console says of errors.
  /// - Throws: ``CommandError`` where the page or a step fails, such as what is waited for not coming in 20 seconds.
  public static func drive(_ page: URL, _ steps: [[String]]) throws -> [String: Any] {
    let input = String(decoding: try JSONSerialization.data(withJSONObject: steps), as: UTF8.self)
    let run = try Command.run(
      "/usr/bin/python3", ["-c", driver, page.absoluteString], input: input, timeoutSeconds: 100)
    guard run.status == 0, let answer = try JSONSerialization.jsonObject(with: run.output) as? [String: Any] else {
      throw CommandError("chromium: \(run.errorText.suffix(600))")
    }
    return answer
  }

  private static let driver = #"""
    import base64, json, os, subprocess, sys, tempfile, time
    to_read, to_write = os.pipe()
    from_read, from_write = os.pipe()
    def pipes():
        # Away from 3 and 4 first, which the pipes may lie on themselves.
        read, write = os.dup2(to_read, 63), os.dup2(from_write, 64)
        os.dup2(63, 3); os.dup2(64, 4)
    profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    browser = subprocess.Popen(
        ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--no-first-run",
         "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--window-size=1400,900",
         "--user-data-dir=" + profile.name],
        preexec_fn=pipes, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(to_read); os.close(from_write)
    buffer, number, requests, errors, loaded, fetched = b"", 0, [], [], [False], []
    def receive():
        global buffer
        while b"\0" not in buffer:
            piece = os.read(from_read, 1 << 20)
            if not piece: raise SystemExit("the browser went away")
            buffer += piece
        message, buffer = buffer.split(b"\0", 1)
        message = json.loads(message)
        method, values = message.get("method"), message.get("params", {})
        if method == "Network.requestWillBeSent" and values["request"]["url"].split(":")[0] not in ("file", "data", "about"):
            requests.append(values["request"]["url"])
        if method == "Log.entryAdded" and values["entry"]["level"] == "error": errors.append(values["entry"]["text"])
        if method == "Runtime.exceptionThrown": errors.append(values["exceptionDetails"]["text"])
        if method == "Page.loadEventFired": loaded[0] = True
        if method == "Browser.downloadProgress" and values["state"] == "completed": fetched.append(values["guid"])
        return message
    def call(method, session=None, **values):
        global number
        number += 1
        message = {"id": number, "method": method, "params": values}
        if session: message["sessionId"] = session
        os.write(to_write, json.dumps(message).encode() + b"\0")
        while True:
            answer = receive()
            if answer.get("id") == number:
                if "error" in answer: raise RuntimeError(method + ": " + answer["error"]["message"])
                return answer["result"]
    try:
        target = call("Target.createTarget", url="about:blank")["targetId"]
        session = call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"): call(domain + ".enable", session)
        if sys.argv[1].startswith("file:"):
            call("Network.emulateNetworkConditions", session, offline=True, latency=0, downloadThroughput=0, uploadThroughput=0)
        def open_page(address):
            # From an empty page, so that another place of the same page loads it anew.
            for place in ("about:blank", address):
                loaded[0] = False
                call("Page.navigate", session, url=place)
                while not loaded[0]: receive()
        open_page(sys.argv[1])
        def ask(text):
            answer = call("Runtime.evaluate", session, expression=text, returnByValue=True, awaitPromise=True)
            if "exceptionDetails" in answer: raise SystemExit(text + ": " + json.dumps(answer["exceptionDetails"]))
            return answer["result"].get("value")
        frame = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        def rest():
            # A key or a click may lead to another page, and what is asked meanwhile goes with the old one.
            try: ask(frame)
            except RuntimeError: time.sleep(0.2)
        def holds(text):
            try: return ask("(() => { try { return Boolean(%s); } catch { return false; } })()" % text)
            except RuntimeError: return False
        def click(place):
            for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
                call("Input.dispatchMouseEvent", session, type=kind, x=place[0], y=place[1],
                     button="none" if kind == "mouseMoved" else "left", clickCount=0 if kind == "mouseMoved" else 1)
            rest()
        answers = {}
        rest()
        for step in json.load(sys.stdin):
            if step[0] == "click":
                click(ask("(() => { const element = document.querySelector(%s); element.scrollIntoView({ block: 'nearest' });"
                          " const box = element.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; })()" % json.dumps(step[1])))
            elif step[0] == "at": click(ask(step[1]))
            elif step[0] == "type": call("Input.insertText", session, text=step[1]); rest()
            elif step[0] == "key":
                text = {"Enter": "\r", "Space": " "}.get(step[1], "")
                for kind in ("keyDown", "keyUp"):
                    call("Input.dispatchKeyEvent", session, type=kind, key=text if step[1] == "Space" else step[1], code=step[1], text=text,
                         windowsVirtualKeyCode={"Tab": 9, "Enter": 13, "Space": 32, "Escape": 27}[step[1]])
                rest()
            elif step[0] == "until":
                end = time.time() + 20
                while not holds(step[1]):
                    if time.time() > end: raise SystemExit("it did not come: " + step[1] + "; " + ask("document.body.innerText")[:600] + json.dumps(errors))
                    time.sleep(0.05)
            elif step[0] == "picture":
                with open(step[1], "wb") as file: file.write(base64.b64decode(call("Page.captureScreenshot", session, format="png")["data"]))
            elif step[0] == "print":
                with open(step[1], "wb") as file: file.write(base64.b64decode(call("Page.printToPDF", session, preferCSSPageSize=True, printBackground=True)["data"]))
            elif step[0] == "size":
                call("Emulation.setDeviceMetricsOverride", session, width=int(step[1]), height=int(step[2]), deviceScaleFactor=1, mobile=False)
                rest()
            elif step[0] == "open": open_page(step[1])
            elif step[0] == "again": open_page(answers[step[1]])
            elif step[0] == "download":
                call("Browser.setDownloadBehavior", behavior="allowAndName", downloadPath=profile.name, eventsEnabled=True)
                fetched.clear()
                ask("document.querySelector(%s).click()" % json.dumps(step[1]))
                end = time.time() + 20
                while not fetched:
                    if time.time() > end: raise SystemExit("no download came from " + step[1])
                    rest()
                os.replace(os.path.join(profile.name, fetched[0]), step[2])
            elif step[0] == "ask": answers[step[1]] = ask(step[2])
        answers.update(requests=requests, errors=errors)
        print(json.dumps(answers))
    finally:
        browser.kill()
        browser.wait()
    """#
}
