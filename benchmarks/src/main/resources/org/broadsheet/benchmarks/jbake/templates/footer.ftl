</main>
<footer class="footer">
<p class="footer-title"><a href="/">Benchmark</a></p>
<nav aria-label="Archive and feeds">
<ul>
<li><a href="/">Archive</a></li>
<li><a href="/tags/">Topics</a></li>
<li><a href="/feed.xml">RSS</a></li>
</ul>
</nav>
</footer>
</body>
</html>
