<#assign title = "Topics", canonical = "tags/"><#include "header.ftl">
<h1 class="listing-title">Topics</h1>
<ul class="topics">
<#list tags as topic><li><a href="/${topic.uri}">${topic.name?html}</a></li>
</#list>
</ul>
<#include "footer.ftl">
