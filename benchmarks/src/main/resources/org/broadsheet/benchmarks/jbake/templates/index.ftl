<#assign title = "Posts", canonical = ""><#include "header.ftl">
<h1 class="listing-title">Posts</h1>
<ul class="entries">
<#list published_posts as post><#include "entry.ftl"></#list>
</ul>
<nav class="pages" aria-label="More posts">
<#if previousFileName??><a class="pages-newer" rel="prev" href="/${previousFileName}">Newer posts</a>
</#if><#if nextFileName??><a class="pages-older" rel="next" href="/${nextFileName}">Older posts</a>
</#if></nav>
<#include "footer.ftl">
