<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>Benchmark</title>
<link>${config.site_host}/</link>
<description>Benchmark</description>
<language>en</language>
<generator>JBake</generator>
<#list published_posts as post><#if post?index == 20><#break></#if><item>
<title>${post.title?xml}</title>
<link>${config.site_host}/${post.uri}</link>
<guid>${config.site_host}/${post.uri}</guid>
<pubDate>${post.date?string("EEE, dd MMM yyyy HH:mm:ss Z")}</pubDate>
<dc:creator>${post.author?xml}</dc:creator>
<#list post.tags as topic><category>${topic?xml}</category>
</#list><#if post.description??><description>${post.description?xml}</description>
</#if><content:encoded>${post.body?xml}</content:encoded>
</item>
</#list></channel>
</rss>
